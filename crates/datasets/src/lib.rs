//! Images with labels: where they come from, and what they may be used for.
//!
//! | item | what it is |
//! |---|---|
//! | [`Dataset`] | MNIST, built into the binary, or any data set in IDX form from a folder |
//! | [`TrainingSet`], [`ValidationSet`], [`TestSet`] | the three parts, as three types (H2, H3) |
//! | [`Samples`] | what the three have in common: images, labels, mini-batches |
//! | [`idx`] | the IDX file format, read and written |
//! | [`DataError`] | what can be wrong with a file, and what to do |
//!
//! Training data learns the parameters, validation data judges the hyperparameters, and test data
//! judges the finished network once. Because they are different types, code that tunes cannot be
//! handed the test set by mistake:
//!
//! ```
//! use datasets::{Dataset, Samples, ValidationSet};
//!
//! fn tune(validation: &ValidationSet) { /* choose the learning rate that does best on it */ }
//!
//! let mnist = Dataset::mnist()?;
//! let few = mnist.training.first(500)?;
//! let order: Vec<usize> = (0..500).collect(); // in an experiment, shuffled by its seed
//! let (training, validation) = few.split(100, &order)?;
//! assert_eq!((training.len(), validation.len()), (400, 100));
//! tune(&validation);
//! # Ok::<(), datasets::DataError>(())
//! ```
//!
//! The same with the test set does not compile:
//!
//! ```compile_fail,E0308
//! use datasets::{Dataset, Samples, ValidationSet};
//!
//! fn tune(validation: &ValidationSet) { /* choose the learning rate that does best on it */ }
//!
//! let mnist = Dataset::mnist()?;
//! tune(&mnist.test); // expected `&ValidationSet`, found `&TestSet`
//! # Ok::<(), datasets::DataError>(())
//! ```
//!
//! # Layout
//! `idx.rs` turns bytes into images or labels and knows nothing of data sets; `dataset.rs` finds
//! the four files of a data set, reads them and checks that they belong together; `mnist.rs` does
//! the same with the four files in `data/mnist`, which the compiler embeds; `sets.rs` keeps the
//! result once in memory and hands out parts of it; `error.rs` says what was wrong.

mod dataset;
mod error;
pub mod idx;
mod mnist;
mod sets;

pub use dataset::Dataset;
pub use error::DataError;
pub use sets::{Samples, TestSet, TrainingSet, ValidationSet};
