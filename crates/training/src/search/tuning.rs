//! One configuration tried: trained, and judged on validation data.

use burn::tensor::Device;
use datasets::{Samples, TestSet, TrainingSet, ValidationSet};
use extensions::initializers::{Initializer, Normal};
use extensions::random::Stream;
use models::Mlp;
use serde::{Deserialize, Serialize};

use super::space::Configuration;
use crate::activations;
use crate::classifier::{initial_mlp, shape};
use crate::flags::{InvalidValue, positive};
use crate::initializers::INITIALIZERS;
use crate::optimizers::named;
use crate::trainer::{Trainer, iterations_per_epoch};

/// The initializer of that name, with the name's own form: one of the list, or a standard deviation.
fn initializer(name: &str) -> Option<(String, Box<dyn Initializer>)> {
    if let Ok(std) = positive(name) {
        return Some((std.to_string(), Box::new(Normal { std })));
    }
    let known = INITIALIZERS.iter().find(|known| known.name.eq_ignore_ascii_case(name))?;
    Some((known.name.into(), Box::new(Listed(known.initializer))))
}

/// An initializer of the list.
struct Listed(&'static (dyn Initializer + Sync));

impl Initializer for Listed {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        self.0.weights(shape, stream)
    }
}

/// An initializer's name, as a setting.
///
/// # Errors
/// Where none has that name; the message says what is allowed.
pub fn initializer_name(text: &str) -> Result<String, InvalidValue> {
    let names: Vec<_> = INITIALIZERS.iter().map(|known| known.name).collect();
    let allowed = format!("allowed: {}, or a standard deviation above 0", names.join(", "));
    initializer(text.trim()).map(|(name, _)| name).ok_or_else(|| allowed.into())
}

/// What became of one configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The hyperparameters.
    #[serde(flatten)]
    pub configuration: Configuration,
    /// Its place in the space.
    pub point: Vec<f64>,
    /// For how many epochs it was to be trained.
    pub epochs: usize,
    /// Accuracy on the data that it learned from, after each epoch; shorter where it diverged.
    pub training: Vec<f64>,
    /// Accuracy on validation data, after each epoch; shorter where it diverged.
    pub validation: Vec<f64>,
    /// Whether its loss became infinite or not a number.
    pub diverged: bool,
    /// Accuracy on test data: of the chosen configuration alone.
    pub test: Option<f64>,
}

impl Measured {
    /// What the search goes by: validation accuracy at the end; nothing where training diverged.
    pub fn promise(&self) -> f64 {
        if self.diverged { 0.0 } else { self.validation.last().copied().unwrap_or(0.0) }
    }
}

/// All that a search is given: images to learn from, and images to judge hyperparameters by (H3).
/// Test data does not fit in their place:
///
/// ```compile_fail,E0308
/// # use burn::tensor::Device;
/// # use datasets::{TestSet, TrainingSet};
/// # use training::search::tuning::Bench;
/// fn peek(training: TrainingSet, test: TestSet, device: Device) -> Bench {
///     Bench { training, validation: test, seed: 0, device }
/// }
/// ```
///
/// where validation data does:
///
/// ```
/// # use burn::tensor::Device;
/// # use datasets::{TrainingSet, ValidationSet};
/// # use training::search::tuning::Bench;
/// fn bench(training: TrainingSet, validation: ValidationSet, device: Device) -> Bench {
///     Bench { training, validation, seed: 0, device }
/// }
/// ```
pub struct Bench {
    /// What the parameters learn from.
    pub training: TrainingSet,
    /// What the hyperparameters are judged by.
    pub validation: ValidationSet,
    /// The seed of weights, mini-batches and dropout: all configurations of a search share it.
    pub seed: u64,
    /// The autodiff device.
    pub device: Device,
}

impl Bench {
    /// Trains one configuration for so many epochs, and judges it after each.
    pub fn tune(
        &self,
        configuration: &Configuration,
        epochs: usize,
        epoch_done: impl Fn(),
    ) -> (Finished, Measured) {
        let Self { training, validation, seed, device } = self;
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
        let optimizer = (optimizer.build)(configuration.weight_decay);
        let mut trainer = Trainer::new(model, optimizer, learning_rate, batch_size, *seed, device);

        let mut measured = Measured {
            configuration: configuration.clone(),
            point: Vec::new(),
            epochs,
            training: Vec::new(),
            validation: Vec::new(),
            diverged: false,
            test: None,
        };
        for _ in 0..epochs {
            for _ in 0..iterations_per_epoch(training.len(), batch_size) {
                measured.diverged |= !trainer.step(training).is_finite();
            }
            epoch_done();
            if measured.diverged {
                break;
            }
            measured.training.push(trainer.accuracy(training));
            measured.validation.push(trainer.accuracy(validation));
        }
        (Finished(trainer), measured)
    }
}

/// A network that is done: what is left is to judge it, once.
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
    /// The fraction of the test images that it puts into their class.
    pub fn judge(self, test: &TestSet) -> f64 {
        self.0.accuracy(test)
    }
}
