//! Images with labels: MNIST and other data sets, as training, validation and test sets.
//!
//! | item | description |
//! |---|---|
//! | [`Dataset`] | MNIST, built into the binary, or another data set from a folder or a file |
//! | [`TrainingSet`], [`ValidationSet`], [`TestSet`] | the three parts of a data set, as three types (H2, H3) |
//! | [`Known`] | a data set that is recognized by its content, such as [`FASHION_MNIST`] |
//! | [`Samples`] | the interface that the three share: images, labels, mini-batches |
//! | `LabeledImage` | an item of these sets for the data loaders of Burn (cargo feature `burn`) |
//! | [`idx`] | reads and writes the IDX file format |
//! | [`npz`], [`csv`], [`gray_png`] | read the other formats: NumPy arrays, tables of pixels, PNG files |
//! | [`DataError`] | the errors |
//!
//! The parameters are learned from training data, the hyperparameters are chosen by validation data,
//! and the finished network is evaluated once on test data. Because the three are different types,
//! the test set cannot be passed by mistake to code that tunes hyperparameters:
//!
//! ```
//! use datasets::{Dataset, Samples, ValidationSet};
//!
//! fn tune(validation: &ValidationSet) { /* choose the learning rate with the best accuracy */ }
//!
//! let mnist = Dataset::mnist()?;
//! let few = mnist.training.first(500)?;
//! let order: Vec<usize> = (0..500).collect(); // an experiment shuffles it
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
//! fn tune(validation: &ValidationSet) { /* choose the learning rate with the best accuracy */ }
//!
//! let mnist = Dataset::mnist()?;
//! tune(&mnist.test); // expected `&ValidationSet`, found `&TestSet`
//! # Ok::<(), datasets::DataError>(())
//! ```
//!
//! # Layout
//! - Formats, from the bytes of one file to images or labels: `idx.rs`, `npz.rs` with `npy.rs`, `csv.rs`,
//!   `gray_png.rs` with `class_folders.rs`. `bounded.rs` limits the memory that they take, and `kind.rs`
//!   recognizes formats that are not read.
//! - `find.rs` finds the files of a data set in a folder, with `names.rs` for what their names say.
//! - `dataset.rs` reads them and checks that they match; `labels.rs` checks the labels; `known.rs` names
//!   data sets by their content.
//! - `mnist.rs` embeds the four files in `data/mnist` and reads them in the same way.
//! - `sets.rs` keeps the images in memory once and makes the three sets from them; `burn.rs` implements
//!   Burn's `Dataset` for the sets.
//! - `error.rs` has the error type.

mod bounded;
#[cfg(feature = "burn")]
mod burn;
mod class_folders;
pub mod csv;
mod dataset;
mod error;
mod find;
pub mod gray_png;
pub mod idx;
mod kind;
mod known;
mod labels;
mod mnist;
mod names;
mod npy;
pub mod npz;
mod sets;

#[cfg(feature = "burn")]
pub use burn::LabeledImage;
pub use dataset::Dataset;
pub use error::DataError;
pub use find::folder_name;
pub use known::{FASHION_MNIST, Known, MNIST};
pub use sets::{Samples, TestSet, TrainingSet, ValidationSet};

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
