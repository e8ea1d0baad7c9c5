//! Images with labels: where they come from, and what they may be used for.
//!
//! | room | what is in it |
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
//! ```compile_fail
//! use datasets::{Dataset, ValidationSet};
//!
//! fn tune(validation: &ValidationSet) {}
//!
//! tune(&Dataset::mnist().unwrap().test); // expected `&ValidationSet`, found `&TestSet`
//! ```
//!
//! ```
//! use datasets::{Dataset, Samples};
//!
//! let mnist = Dataset::mnist().unwrap();
//! assert_eq!((mnist.training.len(), mnist.test.len()), (60_000, 10_000));
//! let few = mnist.training.first(500).unwrap();
//! let order: Vec<usize> = (0..500).collect();
//! let (training, validation) = few.split(100, &order).unwrap();
//! assert_eq!((training.len(), validation.len()), (400, 100));
//! ```

mod dataset;
mod error;
pub mod idx;
mod sets;

pub use dataset::Dataset;
pub use error::DataError;
pub use sets::{Samples, TestSet, TrainingSet, ValidationSet};
