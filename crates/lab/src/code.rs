//! The hash of the code that computes a trial: part of the name under which the trial is kept.

use std::sync::OnceLock;

use training::list;

use crate::seal::sha256;

/// For each experiment of the program, its name and a hash of all source code that can change its trials.
pub type Sources = &'static [(&'static str, &'static str)];

static SOURCES: OnceLock<Sources> = OnceLock::new();

/// Declares the hashes of this program's experiments. A program that declares none, or that adds an entry
/// to a list, keeps its trials under a hash of the whole program.
pub fn declare(sources: Sources) {
    // A second call would declare the same: the hashes are fixed when the program is built.
    let _ = SOURCES.set(sources);
}

/// A hash of the code that trials of the experiment `name` depend on: the [declared](declare) hash of its
/// source code, or a hash of the whole program if that has experiments or list entries of its own.
pub fn code_of(name: &str) -> String {
    let sources = SOURCES.get().copied().unwrap_or_default();
    match sources.iter().find(|(experiment, _)| *experiment == name) {
        Some((_, hash)) if !list::lengthened() => (*hash).into(),
        _ => program_hash(),
    }
}

/// The SHA-256 of the running program's file. If it cannot be read, the result differs in every run.
fn program_hash() -> String {
    let program = std::env::current_exe().and_then(std::fs::read);
    program.map_or_else(|_| format!("process {}", std::process::id()), |bytes| sha256(&bytes))
}
