//! Every statement of the lecture as an experiment that anyone can run, look at and trust.
//!
//! # The way of the data
//!
//! settings → trials → records → figures and verdicts → report. One direction, no way back.
//!
//! | room | what is in it |
//! |---|---|
//! | [`experiment`] | the shape that every experiment has: [`Experiment`] and [`Trial`](experiment::Trial) |
//! | [`cli`], [`settings`], [`backend`] | one command line for all |
//! | [`output`] | what is printed: a table for a reader, JSON for a program |
//! | [`commands`] | commands that are no experiments: the front door, `lecture`, `backend_agreement`, `train`, `predict`, `remote_server` |
//! | [`runner`] | runs trials side by side, keeps each as it ends, puts the record together |
//! | [`record`], [`files`] | records with where they came from, written whole or not at all |
//! | [`shard`] | one part of the trials, for several machines |
//! | [`search`] | hyperparameters: spaces, strategies, and how a configuration is tried |
//! | [`training`], [`loss`], [`optimizers`], [`initializers`], [`activations`], [`smoothing`] | what experiments share: the training loop, the loss, the lists of optimizers, initial weights and activation functions, the book's smoothing |
//! | [`epochs`], [`remedy`] | what the experiments on overfitting share: accuracies on the way, and with and without a remedy |
//! | [`statistics`], [`verdict`], [`table`] | what is said of a record |
//! | [`explorer`] | what the report lets its reader move |
//! | [`train`], [`saved`], [`predict`], [`pictures`] | a network to keep: trained, in a file, asked what pictures show |
//! | `remote` (a feature) | one device, served to other machines |
//! | [`times`] | how long trials took |
//! | [`list`] | the lists that a program of your own can lengthen |
//! | [`backend_agreement`] | the same trials on several backends |
//! | [`lecture`], [`report`] | the map of the lecture, and the page that shows all of it |
//!
//! # The experiments
//!
//! One file a result, each with the same parts in the same order: what the lecture says → settings →
//! one trial → the figure → the verdicts. [`EXPERIMENTS`] lists them. Begin with
//! [`optimizer_comparison`]; it is the shortest. A training step is [`training::Trainer::step`].
//!
//! What a verdict is: a number for each seed, and a rule that was there before the number.
//!
//! ```
//! use experiments::verdict::{Verdict, claim};
//!
//! // By how much SGD's loss ended above Adam's, at six seeds.
//! let gaps = [0.17, 0.15, 0.18, 0.16, 0.14, 0.17];
//! let claim = claim("O6", "SGD's loss ends above Adam's").above(0.0, &gaps);
//! assert_eq!(claim.verdict, Verdict::Holds); // the whole 95 % interval lies above 0
//! assert_eq!(claim.agree, Some((6, 6)));
//! ```

pub mod activations;
pub mod backend;
pub mod backend_agreement;
pub mod cli;
pub mod commands;
pub mod epochs;
pub mod experiment;
pub mod explorer;
pub mod files;
pub mod initializers;
pub mod lecture;
pub mod list;
pub mod loss;
pub mod optimizers;
pub mod output;
pub mod pictures;
pub mod predict;
pub mod record;
pub mod remedy;
#[cfg(feature = "remote")]
pub mod remote;
pub mod report;
pub mod runner;
pub mod saved;
pub mod search;
pub mod settings;
pub mod shard;
pub mod smoothing;
pub mod statistics;
pub mod table;
pub mod times;
pub mod train;
pub mod training;
pub mod verdict;

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

pub use experiment::Experiment;

use cli::Entry;
use list::List;

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
    Entry::of::<hyperparameter_search::HyperparameterSearch>(),
    Entry::of::<test_set_leak::TestSetLeak>(),
    Entry::of::<batch_norm::BatchNorm>(),
    Entry::of::<two_layer_net::TwoLayerNet>(),
]);

/// Faster than the system's own (glibc) for the many short-lived tensors of a training step: by the
/// bench `step`, with the one and the other in turns, it takes 3 % off a step on flex.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The code of the page for who comes from PyTorch, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/from-pytorch.md")]
struct FromPyTorch;
