//! How one configuration is tried: it is trained, and judged on validation data.

use burn::tensor::Device;
use datasets::{Samples, TestSet, TrainingSet, ValidationSet};
use models::Mlp;
use serde::{Deserialize, Serialize};

use super::configuration::Configuration;
use super::dimension::Point;
use super::names::initializer;
use super::space::Space;
use crate::activations;
use crate::classifier::{initial_mlp, shape};
use crate::optimizers::named;
use crate::statistics::are_shares;
use crate::trainer::{Trainer, iterations_per_epoch};

/// What was measured of one configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The hyperparameters.
    #[serde(flatten)]
    pub configuration: Configuration,
    /// Its point in the space.
    pub point: Point,
    /// For how many epochs it was meant to be trained.
    pub epochs: usize,
    /// After how many epochs both accuracies were measured; shorter if training diverged.
    pub evaluated_after: Vec<usize>,
    /// Accuracy on training data after these epochs.
    pub training: Vec<f64>,
    /// Accuracy on validation data after these epochs.
    pub validation: Vec<f64>,
    /// Whether its loss became infinite or not a number.
    pub diverged: bool,
    /// Accuracy on test data, of the chosen configuration only.
    pub test: Option<f64>,
}

impl Measured {
    /// Whether this can be the configuration at a point of the space, trained for `epochs` epochs and judged
    /// after every `evaluate_every` and after the last, or until training diverged.
    pub fn fits(&self, space: &Space, epochs: usize, evaluate_every: usize) -> bool {
        let due = (1..=epochs).filter(|epoch| epoch % evaluate_every == 0 || *epoch == epochs);
        let mut due = due.take(self.evaluated_after.len().saturating_add(1));
        let count = self.evaluated_after.len();
        self.epochs == epochs
            && self.evaluated_after.iter().all(|&epoch| due.next() == Some(epoch))
            && self.diverged == due.next().is_some()
            && are_shares(&self.training, count)
            && are_shares(&self.validation, count)
            && space.has(&self.point)
            && space.configuration(&self.point) == self.configuration
    }

    /// What a search maximizes: validation accuracy at the end, or 0 if training diverged.
    pub fn score(&self) -> f64 {
        if self.diverged { 0.0 } else { self.validation.last().copied().unwrap_or(0.0) }
    }
}

/// All the data that a search is given: images to learn from, and images to judge hyperparameters on
/// (H3). Test data does not fit in their place:
///
/// ```compile_fail,E0308
/// # use burn::tensor::Device;
/// # use datasets::{TestSet, TrainingSet};
/// # use training::search::tuning::Bench;
/// fn peek(training: TrainingSet, test: TestSet, device: Device) -> Bench {
///     Bench { training, validation: test, evaluate_every: 1, seed: 0, device }
/// }
/// ```
///
/// while validation data does:
///
/// ```
/// # use burn::tensor::Device;
/// # use datasets::{TrainingSet, ValidationSet};
/// # use training::search::tuning::Bench;
/// fn bench(training: TrainingSet, validation: ValidationSet, device: Device) -> Bench {
///     Bench { training, validation, evaluate_every: 1, seed: 0, device }
/// }
/// ```
pub struct Bench {
    /// The images that the parameters learn from.
    pub training: TrainingSet,
    /// The images that the hyperparameters are judged on.
    pub validation: ValidationSet,
    /// Both accuracies are measured after every so many epochs, and after the last.
    pub evaluate_every: usize,
    /// The seed of weights, mini-batches and dropout, which all configurations of a search share.
    pub seed: u64,
    /// The autodiff device.
    pub device: Device,
}

impl Bench {
    /// Trains one configuration for `epochs` epochs, and judges it on the way and at the end.
    pub fn tune(
        &self,
        configuration: &Configuration,
        epochs: usize,
        epoch_done: impl Fn(),
    ) -> (Finished, Measured) {
        let Self { training, validation, evaluate_every, seed, device } = self;
        let Configuration { width, depth, batch_size, learning_rate, .. } = *configuration;
        let (_, initializer) =
            initializer(&configuration.initializer).expect("a space checks names");
        let activation =
            activations::named(&configuration.activation).expect("a space checks names");
        let optimizer = named(&configuration.optimizer).expect("a space checks names");
        let shape = shape(&vec![width; depth], training)
            .with_activation((activation.config)())
            .with_dropout(configuration.dropout);
        let model = initial_mlp(&shape, &*initializer, *seed, device);
        let optimizer = optimizer.build(configuration.weight_decay);
        let mut trainer = Trainer::new(model, optimizer, learning_rate, batch_size, *seed, device);

        let mut measured = Measured {
            configuration: configuration.clone(),
            point: Vec::new(),
            epochs,
            evaluated_after: Vec::new(),
            training: Vec::new(),
            validation: Vec::new(),
            diverged: false,
            test: None,
        };
        for epoch in 1..=epochs {
            for _ in 0..iterations_per_epoch(training.len(), batch_size) {
                measured.diverged |= !trainer.step(training).is_finite();
            }
            epoch_done();
            if measured.diverged {
                break;
            }
            if epoch % evaluate_every == 0 || epoch == epochs {
                measured.evaluated_after.push(epoch);
                measured.training.push(trainer.accuracy(training));
                measured.validation.push(trainer.accuracy(validation));
            }
        }
        (Finished(trainer), measured)
    }
}

/// A trained network. It can be judged on test data once:
///
/// ```compile_fail,E0382
/// # use datasets::TestSet;
/// # use training::search::tuning::Finished;
/// fn twice(network: Finished, test: &TestSet) -> f64 {
///     network.judge(test).max(network.judge(test))
/// }
/// ```
pub struct Finished(Trainer<Mlp>);

impl Finished {
    /// The fraction of the test images that it classifies correctly.
    pub fn judge(self, test: &TestSet) -> f64 {
        self.0.accuracy(test)
    }
}
