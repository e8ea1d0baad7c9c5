//! Why an experiment could not be run to its end.

use std::fmt;

use datasets::DataError;

use crate::shard::Shard;
use training::files::FileError;

/// Why an experiment could not be run to its end. What was finished is kept.
#[derive(Debug)]
pub enum RunError {
    /// The backend cannot be had.
    Backend(String),
    /// The data set cannot be read.
    Data(DataError),
    /// A file cannot be written.
    File(FileError),
    /// Trials failed: how many of how many, and what the first one said.
    Trials {
        /// How many failed.
        failed: usize,
        /// Of how many.
        of: usize,
        /// The first one's arm, seed and reason.
        first: String,
    },
    /// A figure cannot be drawn.
    Figure(String),
    /// This shard has done what it can, and trials of other shards are not there yet: no failure.
    Unfinished {
        /// Which part this is.
        shard: Shard,
        /// How many trials of other shards are missing, of how many.
        missing: (usize, usize),
        /// The first one of them.
        first: String,
        /// Whether this shard has more to do when they are there.
        waits: bool,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backend(reason) => write!(f, "{reason}"),
            Self::Data(error) => write!(f, "{error}"),
            Self::File(error) => write!(f, "{error}"),
            Self::Trials { failed, of, first } => write!(
                f,
                "{failed} of {of} trials failed (the others are kept); the first: {first}"
            ),
            Self::Figure(reason) => write!(f, "cannot draw a figure: {reason}"),
            Self::Unfinished { shard, missing: (missing, of), first, waits } => {
                let state = if *waits { "waits" } else { "is done" };
                write!(
                    f,
                    "shard {shard} {state}: {missing} of {of} trials of the other shards are not in \
                     the folder yet, the first is {first}; "
                )?;
                f.write_str(match waits {
                    true => "run this again when they are",
                    false => "when they are, run the same without --shard, or any shard again",
                })
            }
        }
    }
}

impl std::error::Error for RunError {}

impl From<FileError> for RunError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<DataError> for RunError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

/// What a caught panic said.
pub fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".into())
}
