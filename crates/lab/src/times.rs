//! How long trials took: `times.txt` in the folder of the record, with one line for each trial.
//!
//! A time is written when its trial is actually run, and is kept when a later run reuses the trial. So a
//! run that was interrupted and continued reports the same times as one that was not. Times are not in
//! the record, which has the same bytes in every run.
//!
//! The file only grows, by whole lines, so that several runs in one folder can share it. If a trial has
//! two lines the later one counts, and a line that is not a time is ignored. A shard writes a file of its
//! own, `times.<K>-of-<N>.txt`, so that the files of several machines can be merged into one folder; all
//! of them are read.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::files::{NOT_READABLE, check_regular, read_regular, set_aside};
use crate::shard::Shard;
use training::files::{FileError, named};

/// The seconds that each trial took, by the name of the trial's file.
#[derive(Debug)]
pub struct Times {
    path: PathBuf,
    seconds: BTreeMap<String, f64>,
}

/// The total time of a record's trials.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeTaken {
    /// The sum of all known times, in seconds.
    pub seconds: f64,
    /// How many trials there are.
    pub trials: usize,
    /// For how many the time is unknown.
    pub unknown: usize,
}

impl Times {
    /// The times in the folder of an experiment. What cannot be read counts as unknown, because only the
    /// times in the report depend on it.
    pub fn read(folder: &Path, shard: Option<Shard>) -> Self {
        let path = folder.join(match shard {
            None => "times.txt".into(),
            Some(shard) => format!("times.{}-of-{}.txt", shard.number(), shard.of()),
        });
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_of_times = |file: &PathBuf| {
            let name = name(file);
            name.starts_with("times.") && name.ends_with(".txt")
        };
        let mut files: Vec<PathBuf> = files.filter(is_of_times).collect();
        // Its own file comes last, because the later line counts.
        files.sort_by_key(|file| (*file == path, file.clone()));
        Self { seconds: files.iter().flat_map(|file| in_file(file)).collect(), path }
    }

    /// Writes the time of the trial in `file`, rounded to milliseconds. What is in the place of the file of times
    /// and cannot be one is set aside: opening a pipe would wait for its reader.
    ///
    /// # Errors
    /// If the file of times cannot be written.
    pub fn keep(&mut self, file: &Path, seconds: f64) -> Result<(), FileError> {
        let (name, seconds) = (name(file), (seconds * 1000.0).round() / 1000.0);
        let line = format!("{seconds} {name}\n");
        if check_regular(&self.path).is_err_and(|error| error.kind() == ErrorKind::InvalidData) {
            set_aside(&self.path, NOT_READABLE)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(&self.path);
        named("write", &self.path, file.and_then(|mut file| file.write_all(line.as_bytes())))?;
        self.seconds.insert(name, seconds);
        Ok(())
    }

    /// The seconds that the trial in `file` took, if they are known.
    pub fn seconds(&self, file: &Path) -> Option<f64> {
        self.seconds.get(&name(file)).copied()
    }
}

impl TimeTaken {
    /// The same with one more trial, whose seconds may be unknown.
    #[must_use]
    pub fn and(self, seconds: Option<f64>) -> Self {
        Self {
            seconds: self.seconds + seconds.unwrap_or(0.0),
            trials: self.trials + 1,
            unknown: self.unknown + usize::from(seconds.is_none()),
        }
    }
}

fn in_file(path: &Path) -> Vec<(String, f64)> {
    let content = read_regular(path).unwrap_or_default();
    let line = |line: &str| {
        let (seconds, name) = line.split_once(' ')?;
        let seconds = seconds.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0)?;
        Some((name.to_owned(), seconds))
    };
    String::from_utf8_lossy(&content).lines().filter_map(line).collect()
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total<P: AsRef<Path>>(times: &Times, files: &[P]) -> TimeTaken {
        let seconds = files.iter().map(|file| times.seconds(file.as_ref()));
        seconds.fold(TimeTaken::default(), TimeTaken::and)
    }

    #[test]
    fn times_are_kept_and_missing_ones_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["a.json", "b.json"].map(|name| folder.path().join("trials").join(name));
        Times::read(folder.path(), None).keep(&files[0], 1.23456).unwrap();
        let taken = total(&Times::read(folder.path(), None), &files);
        assert_eq!(taken, TimeTaken { seconds: 1.235, trials: 2, unknown: 1 });
    }

    #[test]
    fn a_shard_reads_the_times_of_all_and_writes_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["a.json", "b.json"].map(PathBuf::from);
        Times::read(folder.path(), None).keep(&files[0], 1.25).unwrap();
        let shard = "2/3".parse().ok();
        Times::read(folder.path(), shard).keep(&files[1], 2.5).unwrap();
        for reader in [None, shard, "1/3".parse().ok()] {
            let taken = total(&Times::read(folder.path(), reader), &files);
            assert_eq!(taken, TimeTaken { seconds: 3.75, trials: 2, unknown: 0 });
        }
        assert!(folder.path().join("times.2-of-3.txt").exists());
    }

    #[test]
    fn two_runs_in_one_folder_keep_both_their_times() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, mut other) =
            (Times::read(folder.path(), None), Times::read(folder.path(), None));
        one.keep(Path::new("a.json"), 1.0).unwrap();
        other.keep(Path::new("b.json"), 2.0).unwrap();
        one.keep(Path::new("a.json"), 4.0).unwrap();
        let taken = total(&Times::read(folder.path(), None), &["a.json", "b.json"]);
        assert_eq!(taken, TimeTaken { seconds: 6.0, trials: 2, unknown: 0 });
    }

    #[test]
    fn what_is_no_file_of_times_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("times.txt");
        fs::create_dir(&path).unwrap();
        for aside in ["times.txt.rejected", "times.txt.rejected-2"] {
            Times::read(folder.path(), None).keep(Path::new("a.json"), 1.5).unwrap();
            assert!(folder.path().join(aside).exists());
            let taken = total(&Times::read(folder.path(), None), &["a.json"]);
            assert_eq!(taken, TimeTaken { seconds: 1.5, trials: 1, unknown: 0 });
            fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        }
    }

    #[test]
    fn lines_that_are_not_times_are_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("times.txt");
        fs::write(
            &path,
            b"NaN a.json\n-1 a.json\ninf a.json\n\n7\nx a.json\n\xff\xfe\n2 a.json\n3 b",
        )
        .unwrap();
        let taken = total(&Times::read(folder.path(), None), &["a.json", "b.json"]);
        assert_eq!(taken, TimeTaken { seconds: 2.0, trials: 2, unknown: 1 });
    }
}
