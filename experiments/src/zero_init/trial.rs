//! One trial: count the different neurons before and after training.

use extensions::initializers::{Constant, He, Initializer};
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::classifier::{initial_mlp, shape};
use training::distinct::distinct_neurons;
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::statistics::is_share;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct ZeroInit;

/// The kinds of initial weights.
pub const ARMS: [&str; 3] = ["all zero", "all equal", "He"];

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The number of different neurons in each hidden layer before training, by their incoming weights
    /// and biases: 1 if all are alike.
    pub distinct_before: Vec<usize>,
    /// The same after training.
    pub distinct_after: Vec<usize>,
    /// The fraction of the test images that are classified correctly after training.
    pub test_accuracy: f64,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

impl Experiment for ZeroInit {
    type Settings = Settings;
    /// One of [`ARMS`].
    type Arm = &'static str;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { hidden, batch_size, iterations, .. } = settings;
        Needs::default()
            .network(NetworkSize::new(hidden, *batch_size))
            // The losses of a trial, of which it keeps none.
            .numbers("--iterations", *iterations, 1)
    }

    fn arms(_: &Settings) -> Vec<&'static str> {
        ARMS.to_vec()
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &&'static str, trial: &Trial) -> Measured {
        let data = trial.data();
        let initializer: &dyn Initializer = match *arm {
            "all zero" => &Constant(0.0),
            "all equal" => &Constant(settings.equal as f32),
            _ => &He,
        };
        let network = shape(&settings.hidden, &data.training);
        let model = initial_mlp(&network, initializer, trial.seed, &trial.autodiff());
        let distinct_before = distinct_neurons(&model);
        let (rate, batch) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch, trial.seed, &trial.autodiff());
        let diverged_at = trainer.run(&data.training, settings.iterations, trial).diverged_at;
        let distinct_after = distinct_neurons(trainer.model());
        let test_accuracy = trainer.accuracy(&data.test);
        Measured { distinct_before, distinct_after, test_accuracy, diverged_at }
    }

    fn fits(settings: &Settings, _: &&'static str, measured: &Measured) -> bool {
        let (before, after) = (&measured.distinct_before, &measured.distinct_after);
        before.len() == settings.hidden.len()
            && after.len() == settings.hidden.len()
            && measured.diverged_at.is_none_or(|at| at < settings.iterations)
            && is_share(measured.test_accuracy)
    }
}
