//! How long trials took: `times.json` beside the record.
//!
//! A time is written when its trial was really run, and stays when the trial is taken from before.
//! So a run that was interrupted and continued reports the same times as one that was not. Times
//! are not in the record: it has the same bytes on every machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{FileError, write_whole};

/// The seconds that each kept trial took, by the trial's file name.
#[derive(Debug)]
pub struct Times {
    path: PathBuf,
    seconds: BTreeMap<String, f64>,
}

/// What a record's trials took together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeTaken {
    /// The seconds of all trials whose time is known, one after the other.
    pub seconds: f64,
    /// How many trials there are.
    pub trials: usize,
    /// Of how many the time is not known.
    pub unknown: usize,
}

impl Times {
    /// The times in the folder of an experiment. What cannot be read counts as unknown: nothing
    /// but the report's times depends on it.
    pub fn read(folder: &Path) -> Self {
        let path = folder.join("times.json");
        let content = fs::read(&path).unwrap_or_default();
        Self { seconds: serde_json::from_slice(&content).unwrap_or_default(), path }
    }

    /// Keeps the time of the trial in `file`, in whole milliseconds.
    ///
    /// # Errors
    /// If the file of times cannot be written.
    pub fn keep(&mut self, file: &Path, seconds: f64) -> Result<(), FileError> {
        self.seconds.insert(name(file), (seconds * 1000.0).round() / 1000.0);
        let content = serde_json::to_string_pretty(&self.seconds).expect("numbers are JSON");
        write_whole(&self.path, (content + "\n").as_bytes())
    }

    /// What these trials took together.
    pub fn of(&self, files: &[PathBuf]) -> TimeTaken {
        let known: Vec<f64> =
            files.iter().filter_map(|file| self.seconds.get(&name(file)).copied()).collect();
        TimeTaken {
            seconds: known.iter().sum(),
            trials: files.len(),
            unknown: files.len() - known.len(),
        }
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stay_and_what_is_missing_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["a.json", "b.json"].map(|name| folder.path().join("trials").join(name));
        Times::read(folder.path()).keep(&files[0], 1.23456).unwrap();
        let taken = Times::read(folder.path()).of(&files);
        assert_eq!(taken, TimeTaken { seconds: 1.235, trials: 2, unknown: 1 });
    }
}
