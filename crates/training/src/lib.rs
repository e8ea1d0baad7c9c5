//! What the trials of the lecture compute with.
//!
//! A trial trains a network. [`Classifier`] is what a network must be able to do, [`Trainer`] trains it
//! step by step, and [`trial::Trial`] is the input of one trial: its seed, its device and its data.
//!
//! | module | what is in it |
//! |---|---|
//! | [`trial`], [`backend`] | one trial, and the backend whose device it computes on |
//! | [`instructions`], [`form`] | the CPU's instruction set, and whether equations are computed in their plain form |
//! | [`classifier`], [`trainer`], [`batches`], [`loss`], [`accuracy`] | a network, its training step, mini-batches as tensors, the softmax cross-entropy, and how a network is judged |
//! | [`mini_batches`] | ways to draw mini-batches and what learning with them costs |
//! | [`valley`] | how many steps an optimizer takes to the minimum of a valley |
//! | [`losses`], [`run`], [`epochs`] | what is measured on the way: losses, the accuracy at the end, accuracies after each epoch |
//! | [`subset`] | the training images of a trial, drawn anew for each seed |
//! | [`few_images`], [`remedy`] | the book's setting for overfitting, and a remedy against it (weight decay, dropout) at several strengths |
//! | [`activation_statistics`], [`distinct`], [`by_hand`] | statistics of a layer of activations, how many of its neurons differ, and a network written by hand to check gradients with |
//! | [`input_dropout`] | dropout of the inputs, for the networks of the dropout paper |
//! | [`optimizers`], [`initializers`], [`activations`], [`schedule`], [`networks`] | the lists that experiments and flags choose from, one line an entry; a schedule says how the learning rate falls during training |
//! | [`search`] | hyperparameters: spaces, strategies, and how one configuration is tried |
//! | [`saved`], [`pictures`], [`predict`] | networks in files, pictures as input, and their classes |
//! | [`needs`] | what settings ask for: training images, and memory |
//! | [`moved`] | the accuracy on images that are moved |
//! | [`smoothing`], [`statistics`] | the book's smoothing of a loss curve, and descriptive statistics |
//! | [`flags`], [`list`], [`nearest`], [`files`], [`any_number`], [`shown`] | values of flags, lists that a program can extend, the name that a mistyped one stands for, files written completely or not at all, infinities and NaN as JSON, numbers and texts of readable length |
//!
//! What a trial measures depends on this crate, on `models`, `extensions` and `datasets`, and on the
//! experiment's own trial, and on nothing else in this workspace. Records are therefore kept under a hash
//! of the source of these crates.

pub mod accuracy;
pub mod activation_statistics;
pub mod activations;
pub mod any_number;
pub mod backend;
pub mod batches;
pub mod by_hand;
pub mod classifier;
pub mod distinct;
pub mod epochs;
pub mod few_images;
pub mod files;
pub mod flags;
pub mod form;
pub mod initial_weights;
pub mod initializers;
pub mod input_dropout;
pub mod instructions;
pub mod list;
pub mod loss;
pub mod losses;
pub mod mini_batches;
pub mod moved;
pub mod nearest;
pub mod needs;
pub mod networks;
pub mod optimizers;
pub mod pictures;
pub mod predict;
pub mod remedy;
pub mod remote;
pub mod run;
pub mod saved;
pub mod schedule;
pub mod search;
pub mod shown;
pub mod smoothing;
pub mod statistics;
pub mod subset;
pub mod trainer;
pub mod trial;
pub mod valley;

use std::sync::LazyLock;

use burn_store::BurnpackStore;
pub use classifier::Classifier;
pub use trainer::Trainer;
pub use trial::Trial;

/// The version of Burn that computes: the program that depends on this crate chooses it. Burn states it in the files of
/// networks, and all of Burn's crates are released together. A test compares it with `Cargo.lock`.
pub static BURN_VERSION: LazyLock<String> =
    LazyLock::new(|| BurnpackStore::default_metadata().remove("version").unwrap_or_default());

/// How this crate, in which trials compute, was built: its profile, target features and cargo features.
/// Trials are kept under it, because it can change their bits.
pub const BUILD: &str = env!("BUILD");

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
