//! What a comparison of backends found.

use figures::Figure;

use crate::table::Table;

/// What a comparison of backends found, as the report shows it.
pub struct Agreement {
    /// How many statements came out the same.
    pub summary: String,
    /// Whether the compared trials are computed by the source code that this program is built from.
    pub is_of_this_code: bool,
    /// How far the losses come apart.
    pub figure: Figure,
    /// For each pair of backends a title and its table.
    pub matrices: Vec<(String, Table)>,
    /// Which verdicts were compared.
    pub about_verdicts: String,
    /// Each statement's verdict on each backend.
    pub verdicts: Table,
    /// Which statements were not compared, if any.
    pub not_compared: Option<String>,
    /// The version of the project that compared.
    pub project: String,
    /// The version of Burn that computed.
    pub burn: String,
    /// Training steps of the compared trials.
    pub iterations: usize,
    /// Images in their mini-batches.
    pub batch_size: usize,
}
