//! One experiment of the report, and what it gave.

use crate::cli::Entry;
use crate::outcome::Outcome;
use crate::run_error::RunError;

/// An experiment that was run, and its outcome or why there is none.
pub struct Part {
    /// The experiment.
    pub entry: &'static Entry,
    /// Its outcome, or why there is none.
    pub result: Result<Outcome, Failure>,
}

/// Why an experiment has no outcome. The other experiments go on.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It could not be run to its end.
    #[error(transparent)]
    Run(#[from] RunError),
    /// It panicked, which is a bug in the experiment.
    #[error("{message}")]
    Panic {
        /// What the panic said.
        message: String,
    },
}
