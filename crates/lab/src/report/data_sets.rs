//! What a comparison of data sets found.

use crate::output::{capital, sentence};
use crate::table::Table;

/// What a comparison of data sets found, as the report shows it.
pub struct DataSets {
    /// Whether the comparison was made with the source code that this program is built from.
    pub is_of_this_code: bool,
    /// The data sets.
    pub data_sets: Table,
    /// Which experiments were run, at which settings.
    pub about: String,
    /// Each statement's verdict on each data set.
    pub verdicts: Table,
    /// Which statements hold on which data sets, and why some were not measured.
    pub summary: Vec<String>,
    /// Each claim's verdict and numbers on each data set.
    pub claims: Table,
    /// The versions that made the comparison.
    pub versions: String,
}

/// The comparison of data sets on the page.
pub(super) struct OtherData<'a> {
    pub found: &'a DataSets,
    pub about: String,
    pub summary: Vec<String>,
    pub versions: String,
}

impl<'a> OtherData<'a> {
    pub fn of(found: &'a DataSets) -> Self {
        Self {
            found,
            about: capital(&found.about),
            summary: found.summary.iter().map(|line| sentence(line)).collect(),
            versions: sentence(&found.versions),
        }
    }
}
