//! What was found in the folder of one experiment.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

/// What was found in the folder of one experiment.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many trials of these settings are kept.
    pub kept: usize,
    /// How many trials these settings have.
    pub of: usize,
    /// Records that could not be compared with the trials, and why.
    pub records_not_compared: Vec<(PathBuf, String)>,
    /// How many of the kept trials were run again.
    pub compared: usize,
    /// The files that are not what their trial measures.
    pub differing: Vec<Difference>,
    /// Kept trials that cannot be run, because they read trials that are not kept.
    pub incomplete: usize,
    /// How long the trials took together, in seconds. Each runs on one thread.
    pub seconds: f64,
    /// How many other trials are in the folder, by why they are not of this run.
    pub others: BTreeMap<String, usize>,
}

/// A file that is not what its trial measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The file.
    pub file: PathBuf,
    /// The arm and the seed of the trial, or nothing if the file is the record of all trials.
    pub trial: String,
    /// What differs.
    pub what: String,
}
