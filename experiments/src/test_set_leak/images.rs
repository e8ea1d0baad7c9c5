//! The sets of images: parts of one random draw from the training set.

use burn::tensor::{Device, Int, Tensor};
use datasets::{DataError, Samples, TrainingSet, ValidationSet};
use extensions::random::Purpose;
use models::Mlp;
use training::accuracy::correct;
use training::batches::batch;
use training::trial::Trial;

use super::settings::Settings;

/// The images of one trial.
pub struct Sets {
    /// The images that every network learns from.
    pub training: TrainingSet,
    /// The sets that take turns as test data and validation data.
    pub judges: Vec<Images>,
    /// Images that are never used to choose.
    pub fresh: Images,
}

impl Sets {
    /// Draws the sets of a trial.
    ///
    /// # Errors
    /// If the data set has too few images.
    pub fn draw(settings: &Settings, trial: &Trial) -> Result<Self, DataError> {
        let Settings { images, judges, sets, fresh, .. } = *settings;
        let all = &trial.data().training;
        let order = trial.stream(Purpose::Split).permutation(all.len());
        let (rest, fresh) = all.clone().split(fresh, &order)?;
        let device = trial.device();
        let judge = |i: usize| {
            let start = images + i * judges;
            let set = rest.range(start..start + judges)?.into_validation();
            Ok(Images::new(&set, &device))
        };
        Ok(Self {
            training: rest.first(images)?,
            judges: (0..sets).map(judge).collect::<Result<_, DataError>>()?,
            fresh: Images::new(&fresh, &device),
        })
    }
}

/// Images as tensors, so that hundreds of networks can be judged on them.
pub struct Images(Tensor<2>, Tensor<1, Int>);

impl Images {
    fn new(samples: &ValidationSet, device: &Device) -> Self {
        let indices: Vec<usize> = (0..samples.len()).collect();
        let (images, labels) = batch(samples, &indices, device);
        Self(images, labels)
    }

    /// The fraction of the images that the network classifies correctly.
    pub fn accuracy(&self, network: &Mlp) -> f64 {
        let Self(images, labels) = self;
        correct(network, images.clone(), labels.clone()) as f64 / labels.dims()[0] as f64
    }
}
