//! The training images of a trial, drawn anew for each seed.
//!
//! A finding on the first 300 images of MNIST is a finding about these 300 images. If each seed draws its
//! own images, the seeds also show how much it depends on them.

use datasets::{Samples, TrainingSet};
use extensions::random::Purpose;

use crate::trial::Trial;

/// All training images in an order that is drawn from the trial's seed.
///
/// The first n of them are the trial's own subset, the following ones can be held out for validation, and
/// all arms of a seed get the same images. A larger subset contains each smaller one.
///
/// ```
/// use burn::tensor::Device;
/// use datasets::{Dataset, Samples};
/// use training::{Trial, subset::shuffled};
///
/// let data = Dataset::mnist()?;
/// let images = |seed| shuffled(&Trial::new(seed, Device::flex()).with_data(&data)).first(300);
/// assert_eq!(images(1)?.image(0), images(1)?.image(0));
/// assert_ne!(images(1)?.image(0), images(2)?.image(0));
/// # Ok::<(), datasets::DataError>(())
/// ```
///
/// # Panics
/// If the trial has no data.
pub fn shuffled(trial: &Trial) -> TrainingSet {
    let all = &trial.data().training;
    let order = trial.stream(Purpose::Subset).permutation(all.len());
    all.select(&order).expect("a permutation has the indices of a set")
}
