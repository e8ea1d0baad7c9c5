//! Training on all training images, followed by one evaluation on the test images.

use serde::{Deserialize, Serialize};

use crate::classifier::Classifier;
use crate::losses::Losses;
use crate::statistics::is_share;
use crate::trainer::Trainer;
use crate::trial::Trial;

/// What training on all training images measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// The fraction of the test images that the trained network classifies correctly.
    pub test_accuracy: f64,
}

impl Run {
    /// Whether this can be a run of so many iterations.
    pub fn fits(&self, iterations: usize) -> bool {
        self.losses.fits(iterations) && is_share(self.test_accuracy)
    }

    /// Trains for so many iterations on all training images, then evaluates on the test images.
    pub fn of<M: Classifier>(mut trainer: Trainer<M>, iterations: usize, trial: &Trial) -> Self {
        let data = trial.data();
        let losses = trainer.run(&data.training, iterations, trial);
        Self { losses, test_accuracy: trainer.accuracy(&data.test) }
    }
}
