//! Every statement of the lecture as an experiment that anyone can run, look at and trust.
//!
//! # Layout
//! [`lecture`] is the map of the lecture: its chapters and statements, one file for each chapter.
//! [`EXPERIMENTS`] lists the experiments in the lecture's order, and [`LONGER`] those that `lecture` runs
//! only by name. Each is one folder with the same files in the same order:
//!
//! | file | what is in it |
//! |---|---|
//! | `mod.rs` | what the lecture says |
//! | `about.rs` | the experiment's name and description |
//! | `settings.rs` | what a person may choose; the defaults follow the book where it gives a value |
//! | `trial.rs` | what one trial computes, with further files for its parts |
//! | `figure.rs` | figures and table |
//! | `claims.rs` | the statements as measurable claims |
//! | `counterexamples.rs` | what would be measured if the claims were not true |
//! | `explore.rs` | what the reader of the report may move, if anything |
//! | `tests.rs` | the claims on made-up records |
//!
//! Begin with [`optimizer_comparison`], which is the shortest. [`commands`] has the commands that are
//! not experiments.
//!
//! How an experiment is run, recorded and judged is the crate [`lab`]; what its trials compute with is
//! the crate [`training`]. A training step is [`Trainer::step`](training::Trainer::step).

pub mod backend_agreement;
pub mod commands;
pub mod lecture;
pub mod shared;

pub mod activation_histograms;
pub mod backpropagation;
pub mod batch_norm;
pub mod condition_number;
pub mod dropout;
pub mod dropout_paper;
pub mod gradient_descent;
pub mod hyperparameter_effects;
pub mod hyperparameter_search;
pub mod large_weights;
pub mod learning_rate_decay;
pub mod learning_rates;
pub mod mini_batches;
pub mod optimizer_comparison;
pub mod optimizer_paths;
pub mod overfitting;
pub mod search_strategies;
pub mod test_set_leak;
pub mod two_layer_net;
pub mod weight_decay;
pub mod weight_init_comparison;
pub mod zero_init;

mod out_of_memory;
mod registry;
#[cfg(test)]
mod small_sets;
mod sources;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
use std::alloc::System as Allocator;
use std::process::ExitCode;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use mimalloc::MiMalloc as Allocator;

use out_of_memory::EndsTheProgram;
pub use registry::{EXPERIMENTS, LONGER};

/// Runs the binary `name`: parses the command line, does what it says, and returns the exit code.
///
/// # Panics
/// If there is no experiment and no other command of that name.
pub fn main(name: &str) -> ExitCode {
    sources::declare();
    let (command, main) = commands::find(name).expect("a binary has the name of its command");
    match lab::cli::matches(command) {
        Ok(matches) => main(&matches),
        Err(code) => code,
    }
}

/// mimalloc is faster than the allocator of glibc for the many short-lived tensors of a training step: by
/// the bench `step`, run with one and the other in turns, a step on flex takes 3 % less time. Elsewhere it is
/// the system's, so that nothing there needs a C compiler.
#[global_allocator]
static ALLOCATOR: EndsTheProgram<Allocator> = EndsTheProgram(Allocator);

/// The code of the page for readers who come from PyTorch, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/from-pytorch.md")]
struct FromPyTorch;
