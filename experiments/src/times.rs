//! How long trials took: `times.json` beside the record.
//!
//! A time is written when its trial was really run, and stays when the trial is taken from before.
//! So a run that was interrupted and continued reports the same times as one that was not. Times
//! are not in the record: it has the same bytes on every machine. A shard writes a file of its own,
//! `times.<K>-of-<N>.json`, and all of them are read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{FileError, write_whole};
use crate::shard::Shard;

/// The seconds that each kept trial took, by the trial's file name.
#[derive(Debug)]
pub struct Times {
    path: PathBuf,
    /// Those in the file.
    seconds: BTreeMap<String, f64>,
    /// Those that others keep.
    others: BTreeMap<String, f64>,
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
    pub fn read(folder: &Path, shard: Option<Shard>) -> Self {
        let path = folder.join(match shard {
            None => "times.json".into(),
            Some(shard) => format!("times.{}-of-{}.json", shard.number(), shard.of()),
        });
        let in_file = |path: &Path| -> BTreeMap<String, f64> {
            serde_json::from_slice(&fs::read(path).unwrap_or_default()).unwrap_or_default()
        };
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let of_times = |file: &PathBuf| {
            let name = name(file);
            name.starts_with("times.") && name.ends_with(".json")
        };
        let others = files.filter(of_times).flat_map(|file| in_file(&file)).collect();
        Self { seconds: in_file(&path), others, path }
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
        let time = |file: &PathBuf| {
            let name = name(file);
            self.seconds.get(&name).or_else(|| self.others.get(&name)).copied()
        };
        let known: Vec<f64> = files.iter().filter_map(time).collect();
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
        Times::read(folder.path(), None).keep(&files[0], 1.2504).unwrap();
        let taken = Times::read(folder.path(), None).of(&files);
        assert_eq!(taken, TimeTaken { seconds: 1.25, trials: 2, unknown: 1 });
        let shard = "2/3".parse().ok();
        Times::read(folder.path(), shard).keep(&files[1], 2.5).unwrap();
        for reader in [None, shard, "1/3".parse().ok()] {
            let taken = Times::read(folder.path(), reader).of(&files);
            assert_eq!(taken, TimeTaken { seconds: 3.75, trials: 2, unknown: 0 });
        }
    }
}
