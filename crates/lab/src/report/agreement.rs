//! What a comparison of backends found.

use figures::Figure;

use crate::table::Table;

/// What a comparison of backends found, as the report shows it.
pub struct Agreement {
    /// How many statements got the same verdict on all backends.
    pub summary: String,
    /// Whether the comparison was made with the source code that this program is built from.
    pub is_of_this_code: bool,
    /// How far the losses differ.
    pub figure: Figure,
    /// A title and a table for each pair of backends.
    pub matrices: Vec<(String, Table)>,
    /// Which verdicts were compared.
    pub about_verdicts: String,
    /// Each statement's verdict on each backend.
    pub verdicts: Table,
    /// Which statements were not compared, if any.
    pub not_compared: Option<String>,
    /// The version of this project that made the comparison.
    pub project: String,
    /// The version of Burn that it used.
    pub burn: String,
    /// The number of training steps of each trial.
    pub iterations: usize,
    /// The size of a mini-batch.
    pub batch_size: usize,
}
