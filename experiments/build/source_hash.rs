//! For each experiment a hash of all source that can change what its trials compute.
//!
//! That source is: every crate that a trial can reach, as a whole; the traits that an experiment
//! implements; the workspace's `Cargo.toml` and `Cargo.lock`; and the experiment's own folder, but for
//! the files that only describe, draw or judge. So that no trial can reach anything else,
//! [`check_paths`] refuses every other path in the files that are hashed.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

/// The crates that a trial can reach, under `crates/`. They are hashed as a whole.
pub const REACHABLE: [&str; 5] = ["datasets", "extensions", "fast", "models", "training"];

/// What is hashed of the rest of the workspace: dependencies and profiles, and the traits that a trial
/// implements.
pub const SHARED: [&str; 3] = ["Cargo.toml", "Cargo.lock", "crates/lab/src/experiment.rs"];

/// Files of an experiment's folder that no trial depends on, or folders in it: its description, figures, claims
/// and their counterexamples, explorers and tests.
pub const VIEW: [&str; 7] =
    ["mod", "about", "figure", "claims", "counterexamples", "explore", "tests"];

/// The names that a trial may use from the crate `lab`.
const PROTOCOL: [&str; 4] = ["About", "Conclusion", "Experiment", "Rounds"];

/// The name and the hash of each experiment in the workspace at `root`. `compiler` is
/// the compiler's version.
///
/// # Errors
/// If a file cannot be read, or if a trial uses what is not hashed: which file, and what it uses.
pub fn hashes(root: &Path, compiler: &str) -> Result<Vec<(String, String)>, String> {
    let mut shared = fnv(compiler.as_bytes(), FNV_OFFSET);
    for path in SHARED {
        shared = hash_file(root, Path::new(path), shared)?;
    }
    for name in REACHABLE {
        let folder = Path::new("crates").join(name);
        shared = hash_file(root, &folder.join("Cargo.toml"), shared)?;
        let build = folder.join("build.rs");
        if root.join(&build).exists() {
            shared = hash_file(root, &build, shared)?;
        }
        for file in files(root, &folder.join("src"))? {
            shared = hash_file(root, &file, shared)?;
        }
    }
    let experiments = Path::new("experiments/src");
    let mut hashes = Vec::new();
    for folder in folders(root, experiments)? {
        let trial: Vec<PathBuf> = trial_files(root, &folder)?;
        if !trial.iter().any(|file| file.ends_with("trial.rs")) {
            continue;
        }
        // What an experiment is about is stated by a constant, which its trials do not read.
        let stems = trial.iter().filter_map(|file| file.file_stem());
        let own: Vec<_> =
            stems.map(|stem| stem.to_string_lossy()).chain(["about".into()]).collect();
        let mut hash = shared;
        for file in &trial {
            check_paths(root, file, &own)?;
            hash = hash_file(root, file, hash)?;
        }
        let name = folder.file_name().expect("a folder has a name").to_string_lossy();
        hashes.push((name.into_owned(), format!("{hash:016x}")));
    }
    // The command `train` has no trial, but its records say which code they come from.
    let train = hash_file(root, &experiments.join("commands/train/network.rs"), shared)?;
    hashes.push(("train".into(), format!("{train:016x}")));
    Ok(hashes)
}

/// The files of an experiment's folder that its trials depend on.
pub fn trial_files(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let is_trial = |file: &PathBuf| {
        let first = file.strip_prefix(folder).ok().and_then(|path| path.iter().next());
        let stem = first.and_then(|first| Path::new(first).file_stem());
        stem.is_some_and(|stem| !VIEW.contains(&&*stem.to_string_lossy()))
    };
    Ok(files(root, folder)?.into_iter().filter(is_trial).collect())
}

/// Refuses what a trial must not use because it is not part of the hash: other folders of the package
/// `experiments`, files of its own folder that are not among `own`, and the crate `lab` beyond the traits
/// that an experiment implements.
fn check_paths(root: &Path, file: &Path, own: &[Cow<str>]) -> Result<(), String> {
    let text = read(root, file)?;
    let without_comment = |line: &str| line.split("//").next().unwrap_or("").to_owned();
    let code = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
    let refuse = |what: String| {
        let file = file.display();
        Err(format!("{file}: a trial must not use {what}, whose source is not part of its hash"))
    };
    // Under another name it would not be found below.
    for root in ["crate", "figures", "lab", "language", "playground", "super"] {
        if let Some(rest) = uses(&code, &format!("{root} as ")).next() {
            return refuse(format!("{root} as {}", head(rest)));
        }
    }
    for root in ["crate::", "figures::", "language::", "playground::"] {
        if let Some(rest) = uses(&code, root).next() {
            return refuse(format!("{root}{}", heads(rest).join(", ")));
        }
    }
    for rest in uses(&code, "lab::") {
        let is_hashed = |name: &&str| *name == "experiment" || PROTOCOL.contains(name);
        if let Some(other) = names(rest).into_iter().find(|name| !is_hashed(name)) {
            return refuse(format!("lab::{other}"));
        }
    }
    for rest in uses(&code, "super::") {
        let is_own = |name: &&str| own.iter().any(|own| own == name);
        if let Some(other) = heads(rest).into_iter().find(|name| !is_own(name)) {
            return refuse(format!("super::{other}"));
        }
    }
    Ok(())
}

/// What follows each place where `path` begins.
fn uses<'a>(code: &'a str, path: &str) -> impl Iterator<Item = &'a str> {
    let begins = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let places: Vec<usize> = code.match_indices(path).map(|(at, _)| at).filter(begins).collect();
    let length = path.len();
    places.into_iter().map(move |at| &code[at + length..])
}

/// The names at the beginning of the rest of a path: `a::b` has `a` and `b`, `a::{b, c::D}` all four,
/// `a::*` has `a` and `*`.
fn names(rest: &str) -> Vec<&str> {
    let mut depth = 0;
    let is_over = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' | ' ' | '\n' => return depth == 0,
            _ => return !(c.is_alphanumeric() || "_:*".contains(c)),
        }
        false
    };
    let end = rest.find(is_over).unwrap_or(rest.len());
    let is_name = |c: char| c.is_alphanumeric() || "_*".contains(c);
    rest[..end].split(|c: char| !is_name(c)).filter(|name| !name.is_empty()).collect()
}

/// The first name of each path that the rest stands for: `a::b` has `a`, `{a::{b, c}, D}` has `a` and `D`.
fn heads(rest: &str) -> Vec<&str> {
    let Some(list) = rest.strip_prefix('{') else { return vec![head(rest)] };
    let (mut depth, mut begin, mut heads) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        let is_end = depth == 0 && (c == ',' || c == '}');
        if is_end {
            heads.extend(Some(head(&list[begin..at])).filter(|head| !head.is_empty()));
            begin = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    heads
}

/// The first name of a path, or `*`.
fn head(path: &str) -> &str {
    let path = path.trim_start();
    let end = path.find(|c: char| !(c.is_alphanumeric() || "_*".contains(c)));
    &path[..end.unwrap_or(path.len())]
}

/// All files below a folder, in order of their paths. The paths are relative to `root`.
fn files(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in entries(root, folder)? {
        match root.join(&path).is_dir() {
            true => found.extend(files(root, &path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

fn folders(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    Ok(entries(root, folder)?.into_iter().filter(|path| root.join(path).is_dir()).collect())
}

fn entries(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let cannot = |error| format!("cannot read the folder {}: {error}", folder.display());
    let entries = fs::read_dir(root.join(folder)).map_err(cannot)?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(folder.join(entry.map_err(cannot)?.file_name()));
    }
    paths.sort();
    Ok(paths)
}

fn read(root: &Path, file: &Path) -> Result<String, String> {
    fs::read_to_string(root.join(file))
        .map_err(|error| format!("cannot read {}: {error}", file.display()))
}

/// Hashes a file's name and its lines, whichever line endings it has.
fn hash_file(root: &Path, file: &Path, hash: u64) -> Result<u64, String> {
    let name = file.to_string_lossy().replace('\\', "/");
    let text = read(root, file)?.replace("\r\n", "\n");
    Ok(fnv(text.as_bytes(), fnv(name.as_bytes(), hash)))
}

/// FNV-1a, 64 bits: to tell versions of a source tree apart, not to withstand an attacker.
fn fnv(bytes: &[u8], hash: u64) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
