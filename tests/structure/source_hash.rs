//! The hash that trials are kept under covers all source that can change them, and nothing else.

#[path = "../../experiments/build/source_hash.rs"]
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use experiments::{EXPERIMENTS, LONGER};
use source::{REACHABLE, SHARED, VIEW, hashes};
use tempfile::TempDir;

use super::root;

/// A copy of all source of the workspace that the hash could read.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().expect("a folder for the copy"));
        for path in SHARED {
            copy.take(Path::new(path));
        }
        for entry in fs::read_dir(root().join("crates")).expect("the crates").flatten() {
            let folder = Path::new("crates").join(entry.file_name());
            copy.take(&folder.join("Cargo.toml"));
            copy.take(&folder.join("src"));
            if root().join(&folder).join("build.rs").exists() {
                copy.take(&folder.join("build.rs"));
            }
        }
        copy.take(Path::new("experiments/src"));
        copy
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    /// Copies a file, or a folder with everything in it.
    fn take(&self, path: &Path) {
        let from = root().join(path);
        if from.is_dir() {
            for entry in fs::read_dir(from).expect("a folder").flatten() {
                self.take(&path.join(entry.file_name()));
            }
        } else {
            fs::create_dir_all(self.path(path).parent().expect("a folder")).expect("made");
            fs::copy(from, self.path(path)).expect("copied");
        }
    }

    fn edit(&self, path: impl AsRef<Path>, change: impl Fn(String) -> String) {
        let path = self.path(path);
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        fs::write(&path, change(text)).expect("written");
    }

    /// Adds a line to the file.
    fn add(&self, path: impl AsRef<Path>, line: &str) {
        self.edit(path, |text| format!("{text}\n{line}\n"));
    }

    fn hashes(&self) -> BTreeMap<String, String> {
        self.try_hashes().unwrap_or_else(|reason| panic!("{reason}"))
    }

    fn try_hashes(&self) -> Result<BTreeMap<String, String>, String> {
        hashes(self.0.path(), "a build").map(|hashes| hashes.into_iter().collect())
    }
}

/// The names of the experiments whose hash differs.
fn changed(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<String> {
    assert!(a.keys().eq(b.keys()));
    a.keys().filter(|name| a[*name] != b[*name]).cloned().collect()
}

/// One source file of a crate, the last in order of its path.
fn a_file_of(name: &str) -> PathBuf {
    let folder = Path::new("crates").join(name).join("src");
    let entries = fs::read_dir(root().join(&folder)).expect("a crate").flatten();
    let mut files: Vec<_> = entries.filter(|entry| entry.path().is_file()).collect();
    files.sort_by_key(fs::DirEntry::file_name);
    folder.join(files.last().expect("a source file").file_name())
}

#[test]
fn every_experiment_has_a_hash() {
    let hashes = Copy::new().hashes();
    for entry in EXPERIMENTS.iter().chain(LONGER.iter()) {
        assert!(hashes.contains_key(entry.name), "{} has no trial.rs", entry.name);
    }
    let mut different: Vec<&String> = hashes.values().collect();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), hashes.len());
}

/// So that no crate can be forgotten: a crate of the workspace is either hashed, or one that no trial
/// can use.
#[test]
fn every_crate_is_hashed_or_refused_to_trials() {
    let entries = fs::read_dir(root().join("crates")).expect("the crates").flatten();
    for name in entries.map(|entry| entry.file_name().to_string_lossy().into_owned()) {
        let copy = Copy::new();
        copy.add("experiments/src/zero_init/trial.rs", &format!("use {name}::anything;"));
        let refused = copy.try_hashes().is_err();
        assert_ne!(REACHABLE.contains(&&*name), refused, "{name}");
    }
}

#[test]
fn a_line_in_any_crate_that_a_trial_reaches_changes_every_hash() {
    let copy = Copy::new();
    let mut before = copy.hashes();
    let crates = REACHABLE.map(a_file_of).into_iter();
    let manifests = REACHABLE.map(|name| Path::new("crates").join(name).join("Cargo.toml"));
    let build = PathBuf::from("crates/training/build.rs");
    for file in crates.chain(manifests).chain(SHARED.map(PathBuf::from)).chain([build]) {
        copy.add(&file, "// One line more.");
        let after = copy.hashes();
        assert_eq!(changed(&before, &after).len(), before.len(), "{}", file.display());
        before = after;
    }
    let other_build: BTreeMap<_, _> =
        hashes(copy.0.path(), "another compiler").expect("hashes").into_iter().collect();
    assert_eq!(changed(&before, &other_build).len(), before.len());
}

#[test]
fn a_trial_changes_the_hash_of_its_own_experiment_alone() {
    let copy = Copy::new();
    let before = copy.hashes();
    copy.add("experiments/src/zero_init/trial.rs", "// One line more.");
    copy.add("experiments/src/dropout/settings.rs", "// One line more.");
    assert_eq!(changed(&before, &copy.hashes()), ["dropout", "zero_init"]);
}

#[test]
fn claims_figures_and_texts_change_no_hash() {
    let copy = Copy::new();
    let before = copy.hashes();
    let mut edited = 0;
    for name in before.keys() {
        for view in VIEW {
            let file = Path::new("experiments/src").join(name).join(format!("{view}.rs"));
            if copy.path(&file).exists() {
                copy.add(&file, "// One line more.");
                edited += 1;
            }
        }
    }
    assert!(edited > 3 * before.len(), "{edited}");
    for file in
        ["experiments/src/lib.rs", "crates/lab/src/statistics.rs", "crates/figures/src/lib.rs"]
    {
        copy.add(file, "// One line more.");
    }
    assert_eq!(changed(&before, &copy.hashes()), Vec::<String>::new());
}

#[test]
fn line_endings_change_no_hash() {
    let copy = Copy::new();
    let before = copy.hashes();
    for file in REACHABLE.map(a_file_of) {
        copy.edit(file, |text| text.replace('\n', "\r\n"));
    }
    copy.edit("Cargo.lock", |text| text.replace('\n', "\r\n"));
    copy.edit("experiments/src/zero_init/trial.rs", |text| text.replace('\n', "\r\n"));
    assert_eq!(changed(&before, &copy.hashes()), Vec::<String>::new());
}

#[test]
fn a_trial_cannot_use_what_is_not_hashed() {
    for (line, what) in [
        ("use lab::statistics::interval;", "lab::statistics"),
        ("use lab::{About, table};", "lab::table"),
        ("use lab::experiment::{About, RecordOf};", "lab::RecordOf"),
        ("fn f() -> f64 { lab::statistics::interval(&[]).unwrap().0 }", "lab::statistics"),
        ("use crate::shared::losses;", "crate::"),
        ("use super::claims::claims;", "super::claims"),
        ("use super::super::lecture;", "super::super"),
        ("use super::{settings::Settings, figure};", "super::figure"),
        ("use figures::Figure;", "figures::"),
        // What stands in `mod.rs`, which is not hashed.
        ("use super::THRESHOLD;", "super::THRESHOLD"),
        ("use super::*;", "super::*"),
        ("use super::{\n    settings::{A, B},\n    THRESHOLD,\n};", "super::THRESHOLD"),
        ("use lab::experiment::*;", "lab::*"),
        ("use lab as protocol;", "lab as protocol"),
    ] {
        let copy = Copy::new();
        copy.add("experiments/src/zero_init/trial.rs", line);
        let reason = copy.try_hashes().expect_err(line);
        assert!(reason.contains(what) && reason.contains("zero_init"), "{line}: {reason}");
    }
    for allowed in [
        "use lab::experiment::{About, Experiment};",
        "use training::Trial;",
        "use super::{about::ABOUT, settings::{A, B}};",
    ] {
        let copy = Copy::new();
        copy.add("experiments/src/zero_init/trial.rs", allowed);
        copy.hashes();
    }
}
