//! Why an experiment could not be completed.

use std::io;

use datasets::DataError;
use figures::PngError;
use language::tr;
use training::backend::BackendError;
use training::files::FileError;
use training::flags::InvalidValue;

use crate::shard::Shard;

/// Why an experiment could not be completed. Finished trials are kept.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The backend's device is not available.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The data set cannot be read.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The data set or the machine does not have what the settings ask for.
    #[error(transparent)]
    Needs(InvalidValue),
    /// Not one thread can be started for the trials.
    #[error(
        "cannot start a thread for the trials ({0}): end other programs, or raise the limits on processes and \
         memory (ulimit -u, ulimit -v)"
    )]
    Threads(#[source] io::Error),
    /// A file cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Trials failed.
    #[error("{failed} of {of} trials failed (the others are kept); the first: {first}")]
    Trials {
        /// How many failed.
        failed: usize,
        /// How many were run.
        of: usize,
        /// The arm, the seed and the reason of the first one that failed.
        first: String,
    },
    /// Trials are not kept, and none may be run.
    #[error("{missing} trials are not kept")]
    NotKept {
        /// How many.
        missing: usize,
    },
    /// The figures and claims cannot be made of what was measured.
    #[error("cannot make the figures and claims of {experiment}: {reason}")]
    Unreadable {
        /// The experiment.
        experiment: &'static str,
        /// What went wrong.
        reason: String,
    },
    /// A figure cannot be drawn.
    #[error("cannot draw a figure: {0}")]
    Figure(#[from] PngError),
    /// This shard has done its part, and trials of other shards are missing. This is not a failure.
    #[error("{}", unfinished(*shard, *missing, first, *waits))]
    Unfinished {
        /// This shard.
        shard: Shard,
        /// How many trials of other shards are missing, and how many they are in all.
        missing: (usize, usize),
        /// The first missing one.
        first: String,
        /// Whether this shard has more to do when they are there.
        waits: bool,
    },
}

/// What is said of a shard while others are not finished. It is no error, so it is in the current language.
fn unfinished(shard: Shard, missing: (usize, usize), first: &str, waits: bool) -> String {
    let (missing, of) = missing;
    match waits {
        true => tr!(
            "shard {shard} waits: {missing} of {of} trials of the other shards are not in the folder yet, the \
             first is {first}; run this again when they are",
            shard,
            missing,
            of,
            first
        ),
        false => tr!(
            "shard {shard} is done: {missing} of {of} trials of the other shards are not in the folder yet, \
             the first is {first}; when they are, run the same without --shard, or any shard again",
            shard,
            missing,
            of,
            first
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io;
    use std::path::PathBuf;

    use language::{Language, within};

    use super::*;

    #[test]
    fn an_unfinished_shard_speaks_the_readers_language() {
        let said = |waits| {
            let shard = "1/3".parse().expect("a shard");
            RunError::Unfinished { shard, missing: (2, 4), first: "SGD, seed 0".into(), waits }
        };
        assert_eq!(
            said(false).to_string(),
            "shard 1/3 is done: 2 of 4 trials of the other shards are not in the folder yet, the first is \
             SGD, seed 0; when they are, run the same without --shard, or any shard again"
        );
        let korean =
            within(Language::Korean, || [true, false].map(|waits| said(waits).to_string()));
        assert!(korean.iter().all(|text| text.contains("1/3") && !text.contains("trials")));
    }

    /// The text of an error has the whole story once, and its cause can be asked for.
    #[test]
    fn the_cause_is_in_the_text_once_and_is_the_source() {
        let cause = io::Error::from(io::ErrorKind::PermissionDenied);
        let text = cause.to_string();
        let file = FileError { action: "write", path: PathBuf::from("results/record.json"), cause };
        let error = RunError::from(file);
        assert_eq!(error.to_string().matches(&text).count(), 1, "{error}");
        assert!(
            error.to_string().contains("results/record.json")
                && error.to_string().contains("--out")
        );
        let source = error.source().expect("a cause");
        assert_eq!(source.to_string(), text);
        assert!(source.source().is_none());
    }
}
