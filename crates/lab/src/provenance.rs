//! Where the numbers of a record came from.

use serde::{Deserialize, Serialize};

use training::backend::Backend;

/// Where the numbers of a record came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// This project's version.
    pub project: String,
    /// Burn's version.
    pub burn: String,
    /// The backend that computed.
    pub backend: Backend,
    /// The instruction set of the CPU that computed, such as `AVX-512`; with a GPU or a remote backend,
    /// that of the machine that ran the program.
    pub instructions: String,
    /// The data set's name and fingerprint, if data was read.
    pub data: Option<DataOrigin>,
    /// A hash of the source code that trials of this experiment depend on.
    pub code: String,
    /// The seeds, one for each trial of an arm.
    pub seeds: Vec<u64>,
}

/// Which data set was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataOrigin {
    /// Its name.
    pub name: String,
    /// A SHA-256 of its content.
    pub fingerprint: String,
}
