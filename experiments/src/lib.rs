//! Every statement of the lecture as an experiment that anyone can run, look at and trust.
//!
//! # Layout
//! [`lecture`] is the map of the lecture: its chapters and statements. Each experiment is one folder,
//! with the same files in the same order: `mod.rs` (what the lecture says), `settings.rs`, `trial.rs`
//! (what one trial computes), `figure.rs`, `claims.rs`, and where there is more to it, `explore.rs` (what
//! the report's reader moves) and `tests.rs`. [`EXPERIMENTS`] lists them in the lecture's order; begin
//! with [`optimizer_comparison`], which is the shortest. [`commands`] has what is no experiment.
//!
//! How an experiment is run, recorded and judged is the crate [`lab`]; what its trials compute with is
//! [`training`]. A training step is [`Trainer::step`](training::Trainer::step).

pub mod backend_agreement;
pub mod commands;
pub mod lecture;
pub mod shared;

pub mod activation_histograms;
pub mod backpropagation;
pub mod batch_norm;
pub mod dropout;
pub mod gradient_descent;
pub mod hyperparameter_search;
pub mod optimizer_comparison;
pub mod optimizer_paths;
pub mod overfitting;
pub mod search_strategies;
pub mod test_set_leak;
pub mod two_layer_net;
pub mod weight_decay;
pub mod weight_init_comparison;
pub mod zero_init;

use std::process::ExitCode;

use lab::cli::Entry;
use training::list::List;

/// Every experiment, in the lecture's order: one line each.
pub static EXPERIMENTS: List<Entry> = List::of(&[
    Entry::of::<gradient_descent::GradientDescent>(),
    Entry::of::<backpropagation::Backpropagation>(),
    Entry::of::<optimizer_paths::OptimizerPaths>(),
    Entry::of::<optimizer_comparison::OptimizerComparison>(),
    Entry::of::<zero_init::ZeroInit>(),
    Entry::of::<activation_histograms::ActivationHistograms>(),
    Entry::of::<weight_init_comparison::WeightInitComparison>(),
    Entry::of::<overfitting::Overfitting>(),
    Entry::of::<weight_decay::WeightDecay>(),
    Entry::of::<dropout::Dropout>(),
    Entry::in_rounds::<hyperparameter_search::HyperparameterSearch>(),
    Entry::of::<test_set_leak::TestSetLeak>(),
    Entry::of::<batch_norm::BatchNorm>(),
    Entry::of::<two_layer_net::TwoLayerNet>(),
]);

/// A hash of the source that can change the trials of each experiment, as `build/main.rs` found it.
static SOURCES: lab::code::Sources = include!(concat!(env!("OUT_DIR"), "/code.rs"));

/// The whole work of the binary `name`: parses the command line, does what it says, and returns the exit
/// code.
///
/// # Panics
/// If no experiment and no other command has that name.
pub fn main(name: &str) -> ExitCode {
    lab::code::declare(SOURCES);
    let (command, main) = commands::find(name).expect("a binary has the name of its command");
    main(&command().get_matches())
}

/// Faster than the system's allocator (glibc) for the many short-lived tensors of a training step: by
/// the bench `step`, with the one and the other in turns, it takes 3 % off a step on flex.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The code of the page for readers who come from PyTorch, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/from-pytorch.md")]
struct FromPyTorch;
