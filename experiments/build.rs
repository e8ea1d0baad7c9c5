//! Gives each experiment a hash of the source code that its trials depend on, so that a trial kept
//! from before is taken only where the same code would compute it.
//!
//! That code is: the models, extensions, fast and datasets crates; the shared training code; the
//! experiment's own file with its parts in the folder of the same name; and `Cargo.lock`. What only
//! shows or judges (`claims.rs`, `draw.rs`, `explore.rs`), tests, other experiments, verdicts and the
//! report are not in it: changing them recomputes nothing.

use std::fs;
use std::path::{Path, PathBuf};

const SHARED: [&str; 15] = [
    "../crates/models/src",
    "../crates/extensions/src",
    "../crates/fast/src",
    "../crates/datasets/src",
    "../Cargo.lock",
    "src/activations.rs",
    "src/epochs.rs",
    "src/experiment.rs",
    "src/initializers.rs",
    "src/loss.rs",
    "src/optimizers.rs",
    "src/remedy.rs",
    "src/training.rs",
    "src/runner.rs",
    "src/search",
];

fn main() {
    let shared = SHARED.iter().fold(FNV_OFFSET, |hash, path| hash_tree(Path::new(path), hash));
    let mut entries = String::new();
    for path in sorted(Path::new("src")) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let parts = sorted(&Path::new("src").join(&name));
            let parts = parts.iter().filter(|part| !is_only_shown(part));
            let hash = parts.fold(hash_tree(&path, shared), |hash, part| hash_tree(part, hash));
            entries += &format!("({name:?}, \"{hash:016x}\"),");
        }
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("code.rs"), format!("[{entries}]")).expect("cargo's own folder is writable");
    for path in SHARED.iter().chain(&["src"]) {
        println!("cargo::rerun-if-changed={path}");
    }
}

/// Parts of an experiment that no trial depends on: its claims, figures, explorers and tests.
fn is_only_shown(part: &Path) -> bool {
    part.file_stem().is_some_and(|stem| {
        ["claims", "draw", "explore", "tests"].map(Some).contains(&stem.to_str())
    })
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn hash_tree(path: &Path, hash: u64) -> u64 {
    match fs::read(path) {
        Ok(content) => fnv(&content, hash),
        Err(_) => sorted(path).iter().fold(hash, |hash, path| hash_tree(path, hash)),
    }
}

/// FNV-1a, 64 bits: to tell versions of a source tree apart, not to withstand an attacker.
fn fnv(bytes: &[u8], hash: u64) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
