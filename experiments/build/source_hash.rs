//! For each experiment a hash of all source that can change what its trials compute.
//!
//! That source is: every crate that a trial can reach, as a whole; the traits that an experiment
//! implements; the workspace's `Cargo.toml` and `Cargo.lock`; and the experiment's own folder, but for
//! the files that only describe, draw or judge. So that no trial can reach anything else,
//! [`check_paths`] refuses every other path in the files that are hashed.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates that a trial can reach, under `crates/`. They are hashed as a whole.
pub const REACHABLE: [&str; 5] = ["datasets", "extensions", "fast", "models", "training"];

/// What is hashed of the rest of the workspace: dependencies and profiles, and the traits that a trial
/// implements.
pub const SHARED: [&str; 3] = ["Cargo.toml", "Cargo.lock", "crates/lab/src/experiment.rs"];

/// Files of an experiment's folder that no trial depends on: its description, figures, claims,
/// explorers and tests.
pub const VIEW: [&str; 6] = ["mod", "about", "figure", "claims", "explore", "tests"];

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
        let mut hash = shared;
        for file in trial {
            check_paths(root, &file)?;
            hash = hash_file(root, &file, hash)?;
        }
        let name = folder.file_name().expect("a folder has a name").to_string_lossy();
        hashes.push((name.into_owned(), format!("{hash:016x}")));
    }
    Ok(hashes)
}

/// The files of an experiment's folder that its trials depend on.
pub fn trial_files(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let is_trial = |file: &PathBuf| {
        file.file_stem().is_some_and(|stem| !VIEW.contains(&&*stem.to_string_lossy()))
    };
    Ok(files(root, folder)?.into_iter().filter(is_trial).collect())
}

/// Refuses what a trial must not use because it is not part of the hash: other folders of the package
/// `experiments`, the describing and judging files of its own folder, and the crate `lab` beyond the
/// traits that an experiment implements.
fn check_paths(root: &Path, file: &Path) -> Result<(), String> {
    let text = read(root, file)?;
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let refuse = |what: String| Err(format!("{}: a trial must not use {what}", file.display()));
    for (path, rest) in uses(&code) {
        let names = names(rest);
        match path {
            "crate::" | "figures::" => return refuse(format!("{path}{}", names.join(", "))),
            "lab::" => {
                let other =
                    names.iter().find(|name| **name != "experiment" && !PROTOCOL.contains(name));
                if let Some(other) = other {
                    return refuse(format!("lab::{other}, whose source is not part of its hash"));
                }
            }
            _ => {
                // What an experiment is about is stated by a constant, which its trials do not read.
                let is_view = |name: &&&str| VIEW.contains(*name) && **name != "about";
                if let Some(view) = names.iter().find(is_view) {
                    return refuse(format!("super::{view}, which only describes, draws or judges"));
                }
                if names.contains(&"super") {
                    return refuse("super::super, which is not its own folder".into());
                }
            }
        }
    }
    Ok(())
}

/// Each place where one of the checked paths begins, with what follows it.
fn uses(code: &str) -> impl Iterator<Item = (&'static str, &str)> {
    ["crate::", "figures::", "lab::", "super::"].into_iter().flat_map(move |path| {
        let begins = |at: &usize| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let places = code.match_indices(path).map(|(at, _)| at).filter(begins);
        places.map(move |at| (path, &code[at + path.len()..]))
    })
}

/// The names at the beginning of the rest of a path: `a::b` has `a` and `b`, `a::{b, c::D}` all four.
fn names(rest: &str) -> Vec<&str> {
    let mut depth = 0;
    let is_over = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' | ' ' | '\n' => return depth == 0,
            _ => return !(c.is_alphanumeric() || "_:".contains(c)),
        }
        false
    };
    let end = rest.find(is_over).unwrap_or(rest.len());
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    rest[..end].split(|c: char| !is_name(c)).filter(|name| !name.is_empty()).collect()
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
