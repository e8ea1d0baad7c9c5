//! The record of a comparison.

use std::path::{Path, PathBuf};

use lab::code::code_of;
use lab::experiment::Experiment;
use lab::files::read_regular;
use lab::record::SCHEMA;
use lab::seal::is_sealed;
use serde::{Deserialize, Serialize};
use training::backend::Backend;

use super::drift::Pair;
use crate::backend_agreement::{BackendAgreement, Settings};
use crate::commands::side_by_side::SideBySide;

/// The name of the binary, and of the folder with the records.
pub const NAME: &str = BackendAgreement::ABOUT.name;

/// What a comparison found: the record that the report reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The version of the record's form.
    pub schema: u32,
    /// This project's version.
    pub project: String,
    /// Burn's version.
    pub burn: String,
    /// A hash of the source code that the compared trials depend on.
    pub code: String,
    /// The settings of the compared trials.
    pub settings: Settings,
    /// Their seeds.
    pub seeds: Vec<u64>,
    /// The backends that were compared.
    pub backends: Vec<Backend>,
    /// Each pair of backends.
    pub pairs: Vec<Pair>,
    /// The experiments whose verdicts were compared.
    pub experiments: Vec<String>,
    /// How many seeds each of these experiments used, if anything in it is random.
    pub verdict_seeds: usize,
    /// Each of their statements.
    pub statements: Vec<SideBySide>,
}

impl Agreement {
    /// The comparison kept in the folder `out`, if there is one that this program wrote.
    pub fn read(out: &Path) -> Option<Self> {
        let content = read_regular(&path(out)).ok().filter(|content| is_sealed(content))?;
        serde_json::from_slice(&content).ok().filter(|found: &Self| found.schema == SCHEMA)
    }

    /// Whether this program is built from the source code that computed the compared trials.
    pub fn is_of_this_code(&self) -> bool {
        self.code == code_of(NAME)
    }
}

/// Where the comparison in the folder `out` is kept.
pub fn path(out: &Path) -> PathBuf {
    out.join(NAME).join("record.json")
}
