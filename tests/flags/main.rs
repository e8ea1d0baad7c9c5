//! Every flag of every command, read from `--help`, with values that nobody should give it: 0, negative, huge,
//! tiny, not a number, empty, in another alphabet, with 300 digits, lists with duplicates and endless ones.
//!
//! A command must take the value, refuse it (exit code 2, and the error names the flag), or fail with a
//! sentence (exit code 1). Anything else is a fault: a panic, a signal, an error without a text or without an
//! end. All other settings are as small as possible, so that a value that is taken is run to the end. Every run
//! has a limit on memory and on time.
//!
//! The short form, which `cargo test` runs, tries the flags that commands share on one command only, and fewer
//! values. The full form takes some minutes more and prints what each flag ended in:
//!
//! ```sh
//! cargo test --workspace --test flags -- --ignored --nocapture
//! ```
//!
//! `FLAGS_OF=batch_norm,train` limits it to some commands, and `FLAGS_TABLE=FILE` writes a line for each try.
#![allow(missing_docs)]

mod attempt;
mod fixture;
mod help;
mod small;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::File;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use attempt::{Attempt, Outcome};
use help::{Command, Flag};

/// The tries run side by side.
const JOBS: usize = 2;

#[test]
fn no_value_of_a_flag_breaks_a_command() {
    let commands = help::commands();
    assert!(commands.len() > 20, "{commands:?}");
    let mut seen = BTreeSet::new();
    let mut attempts = Vec::new();
    for command in &commands {
        for flag in &command.flags {
            if !help::is_shared(flag) || seen.insert(flag.name.clone()) {
                attempts.extend(attempts_of(command, flag, &values::few(flag)));
            }
        }
    }
    try_all(attempts);
}

#[test]
#[ignore = "takes long; the short form runs by default"]
fn no_value_at_all_of_a_flag_breaks_a_command() {
    let only = env::var("FLAGS_OF").unwrap_or_default();
    let is_chosen = |name: &str| only.is_empty() || only.split(',').any(|chosen| chosen == name);
    let commands = help::commands();
    let chosen = commands.iter().filter(|command| is_chosen(&command.name));
    let attempts = chosen.flat_map(|command| {
        let of = |flag| attempts_of(command, flag, &values::all(flag));
        command.flags.iter().flat_map(of).collect::<Vec<_>>()
    });
    try_all(attempts.collect());
}

fn attempts_of(command: &Command, flag: &Flag, values: &[String]) -> Vec<Attempt> {
    let attempt = |value: &String| Attempt {
        command: command.name.clone(),
        flag: flag.name.clone(),
        value: value.clone(),
        others: small::others(command, flag),
    };
    values.iter().map(attempt).collect()
}

/// Runs all tries, prints how many ended in what, and panics if any is a fault.
fn try_all(attempts: Vec<Attempt>) {
    let table = env::var_os("FLAGS_TABLE").map(|path| Mutex::new(File::create(path).unwrap()));
    let (next, ended) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..JOBS {
            scope.spawn(|| {
                while let Some(attempt) = attempts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let outcome = attempt.run();
                    let (name, time) = (outcome.name(), start.elapsed());
                    if let Some(table) = &table {
                        let mut table = table.lock().unwrap();
                        writeln!(table, "{name}\t{time:.1?}\t{attempt}\t{outcome}").unwrap();
                    }
                    ended.lock().unwrap().push((attempt, outcome));
                }
            });
        }
    });
    let ended = ended.into_inner().unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = String::new();
    for (attempt, outcome) in &ended {
        *counts.entry(outcome.name()).or_default() += 1;
        if let Outcome::Fault(_) = outcome {
            faults += &format!("{attempt}: {outcome}\n");
        }
    }
    let flags: BTreeSet<_> = attempts.iter().map(|tried| (&tried.command, &tried.flag)).collect();
    println!("{} values of {} flags: {counts:?}", ended.len(), flags.len());
    assert!(faults.is_empty(), "{counts:?}\n{faults}");
    assert!(counts["taken"] > 100 && counts["refused"] > 100, "{counts:?}");
}
