//! One trial: train the network with one method at one learning rate.

use datasets::Samples;
use extensions::initializers::He;
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::any_number;
use training::classifier::{initial_mlp, shape};
use training::losses::LAST;
use training::needs::{Needs, NetworkSize};
use training::statistics::is_share;
use training::subset::shuffled;
use training::trainer::Trainer;
use training::trial::Trial;

use super::arm::{Arm, Method};
use super::settings::Settings;

/// The experiment.
pub struct LearningRates;

/// What training at one learning rate reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The mean loss of the last mini-batches, as `optimizer_comparison` measures it; infinite if
    /// training diverged.
    #[serde(with = "any_number")]
    pub loss: f64,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
    /// The mean loss on the validation images; infinite if training diverged.
    #[serde(with = "any_number")]
    pub validation_loss: f64,
    /// The fraction of the validation images that the trained network classifies correctly.
    pub validation_accuracy: f64,
    /// The fraction of the test images that it classifies correctly.
    pub test_accuracy: f64,
}

impl Experiment for LearningRates {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;
    /// The rates that it chooses are the defaults of `optimizer_comparison`, whose seeds begin at 0.
    const FIRST_SEED: u64 = 100;

    fn needs(settings: &Settings) -> Needs {
        let Settings { validation_images, hidden, batch_size, iterations, .. } = settings;
        Needs::default()
            // At least one image to learn from is left.
            .images_in_all(
                &[("--validation-images", *validation_images)],
                validation_images.saturating_add(1),
            )
            .network(NetworkSize::new(hidden, *batch_size).adam())
            // The losses of a trial, of which it keeps the mean of the last.
            .numbers("--iterations", *iterations, 1)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let methods = Method::all(settings).into_iter();
        methods.flat_map(|method| method.at(&settings.learning_rates)).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let split = settings.validation_images;
        let images = shuffled(trial);
        let validation =
            images.first(split).expect("check_images has accepted it").into_validation();
        let training = images.range(split..images.len()).expect("check_images has accepted it");

        let device = trial.autodiff();
        let network = shape(&settings.hidden, &training);
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let size = settings.batch_size;
        let mut trainer =
            Trainer::new(model, arm.method.build(), arm.rate, size, trial.seed, &device);
        let losses = trainer.run(&training, settings.iterations, trial);

        let validation_loss = match losses.diverged_at {
            None => trainer.mean_loss(&validation),
            Some(_) => f64::INFINITY,
        };
        Measured {
            loss: losses.last(LAST),
            diverged_at: losses.diverged_at,
            validation_loss: if validation_loss.is_nan() { f64::INFINITY } else { validation_loss },
            validation_accuracy: trainer.accuracy(&validation),
            test_accuracy: trainer.accuracy(&trial.data().test),
        }
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        measured.diverged_at.is_none_or(|at| at < settings.iterations)
            && is_share(measured.validation_accuracy)
            && is_share(measured.test_accuracy)
    }
}
