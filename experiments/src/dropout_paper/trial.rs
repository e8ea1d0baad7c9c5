//! One trial: a network learns all training images, and its error on the test images is measured.

use std::fmt;

use burn::nn::activation::ActivationConfig;
use datasets::Samples;
use extensions::initializers::{He, Initializer, Xavier};
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::classifier::{initial_mlp, shape};
use training::input_dropout::InputDropout;
use training::needs::{Needs, NetworkSize};
use training::optimizers::named;
use training::statistics::{are_shares, is_share};
use training::trainer::{Trainer, iterations_per_epoch};
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct DropoutPaper;

/// The networks that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// The paper's standard network: two layers of logistic neurons, no dropout.
    Standard,
    /// Three layers of logistic neurons with dropout.
    Logistic,
    /// Three layers of ReLU neurons with dropout.
    Relu,
    /// The same as [`Relu`](Self::Relu) without dropout, which the paper does not have.
    ReluWithoutDropout,
}

/// What a trial measures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The fraction of the test images that is classified wrongly after each epoch.
    pub test_error: Vec<f64>,
    /// The fraction of the training images that is classified wrongly at the end, without dropout; none if
    /// training diverged.
    pub training_error: Option<f64>,
    /// The first iteration whose loss was not finite, if there was one.
    pub diverged_at: Option<usize>,
}

impl Arm {
    /// All, in the paper's order.
    pub const ALL: [Self; 4] =
        [Self::Standard, Self::Logistic, Self::Relu, Self::ReluWithoutDropout];

    /// The activation function, and initial weights that suit it.
    fn neurons(self) -> (ActivationConfig, &'static dyn Initializer) {
        match self {
            Self::Standard | Self::Logistic => (ActivationConfig::Sigmoid, &Xavier),
            Self::Relu | Self::ReluWithoutDropout => (ActivationConfig::Relu, &He),
        }
    }

    /// The hidden layers, and the fractions of hidden neurons and of inputs that are dropped.
    fn layers(self, settings: &Settings) -> (&[usize], f64, f64) {
        let Settings { standard, hidden, dropout, input_dropout, .. } = settings;
        match self {
            Self::Standard => (standard, 0.0, 0.0),
            Self::ReluWithoutDropout => (hidden, 0.0, 0.0),
            Self::Logistic | Self::Relu => (hidden, *dropout, *input_dropout),
        }
    }

    /// Trains the network on `training` and measures its error on `unseen` after each epoch.
    pub fn train(
        self,
        settings: &Settings,
        training: &impl Samples,
        unseen: &impl Samples,
        trial: &Trial,
    ) -> Measured {
        let (activation, initializer) = self.neurons();
        let (hidden, dropout, ratio) = self.layers(settings);
        let shape = shape(hidden, training).with_activation(activation).with_dropout(dropout);
        let device = trial.autodiff();
        let network = initial_mlp(&shape, initializer, trial.seed, &device);
        let model = InputDropout { network, ratio };
        let adam = named("Adam").expect("a name from the list").build(0.0);
        let (rate, size) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, adam, rate, size, trial.seed, &device);

        let per_epoch = iterations_per_epoch(training.len(), settings.batch_size);
        let iterations = settings.epochs * per_epoch;
        let mut measured = Measured::default();
        let falling = |iteration: usize| rate * (1.0 - iteration as f64 / iterations as f64);
        for first in (0..iterations).step_by(per_epoch) {
            let losses = trainer.run_at((first..first + per_epoch).map(falling), training, trial);
            if let Some(iteration) = losses.diverged_at {
                measured.diverged_at = Some(first + iteration);
                return measured;
            }
            measured.test_error.push(1.0 - trainer.accuracy(unseen));
        }
        measured.training_error = Some(1.0 - trainer.accuracy(training));
        measured
    }
}

impl Measured {
    /// Whether this can be a training of so many epochs, or of fewer if it diverged.
    fn fits(&self, epochs: usize) -> bool {
        let count = self.test_error.len();
        are_shares(&self.test_error, count)
            && match self.diverged_at {
                // An epoch has at least one iteration.
                Some(at) => count < epochs && count <= at && self.training_error.is_none(),
                None => count == epochs && self.training_error.is_some_and(is_share),
            }
    }

    /// The fraction of the test images that is classified wrongly at the end; NaN if training diverged.
    pub fn error_at_end(&self) -> f64 {
        match self.diverged_at {
            Some(_) => f64::NAN,
            None => self.test_error.last().copied().unwrap_or(f64::NAN),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Standard => "standard network (logistic)",
            Self::Logistic => "dropout, logistic",
            Self::Relu => "dropout, ReLU",
            Self::ReluWithoutDropout => "no dropout, ReLU",
        })
    }
}

impl Experiment for DropoutPaper {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { standard, hidden, batch_size, epochs, .. } = settings;
        let network = |hidden| NetworkSize::new(hidden, *batch_size).adam().any_activation();
        Needs::default()
            .network(network(standard).flags(["--standard", "--batch-size"]))
            .network(network(hidden).dropout())
            .keeps("--epochs", *epochs, Arm::ALL.len())
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        Arm::ALL.to_vec()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        // The number of steps depends on the data set; MNIST has 60,000 images.
        (settings.epochs * iterations_per_epoch(60_000, settings.batch_size)) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let data = trial.data();
        arm.train(settings, &data.training, &data.test, trial)
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        measured.fits(settings.epochs)
    }
}
