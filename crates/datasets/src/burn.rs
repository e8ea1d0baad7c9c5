//! The three sets as datasets of Burn, for its data loaders.

use burn_dataset::{Dataset, DatasetError};

use crate::{Samples, TestSet, TrainingSet, ValidationSet};

/// An image with its label: the item that a data loader of Burn passes to its batcher.
///
/// [`TrainingSet`], [`ValidationSet`] and [`TestSet`] implement Burn's `Dataset<LabeledImage>`, so that
/// `DataLoaderBuilder::build` accepts them. A batcher makes images `[batch, pixels]` and labels
/// `[batch]` from these items; `docs/learner` in the repository has one.
///
/// The data loaders no longer distinguish the three sets. It is up to the program to use test data
/// only once.
///
/// Both [`Samples`] and Burn's `Dataset` have a method `len`. Where both traits are in scope, write
/// `Samples::len(&set)`.
///
/// ```
/// use burn_dataset::Dataset; // also burn::data::dataset::Dataset
///
/// let training = datasets::Dataset::mnist()?.training;
/// let first = training.get(0).expect("the images are in memory");
/// assert_eq!((first.pixels.len(), first.label), (784, 5));
/// # Ok::<(), datasets::DataError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LabeledImage {
    /// `[rows * columns]`, row by row, from 0 (black) to 1 (white).
    pub pixels: Vec<f32>,
    /// The class of the image.
    pub label: u8,
}

macro_rules! dataset {
    ($set:ty) => {
        impl Dataset<LabeledImage> for $set {
            fn get(&self, index: usize) -> Result<LabeledImage, DatasetError> {
                Ok(LabeledImage { pixels: self.pixels(&[index]), label: self.label(index) })
            }

            fn len(&self) -> usize {
                Samples::len(self)
            }
        }
    };
}

dataset!(TrainingSet);
dataset!(ValidationSet);
dataset!(TestSet);
