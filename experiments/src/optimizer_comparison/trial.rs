//! One trial: train the network with one optimizer.

use extensions::initializers::He;
use lab::experiment::{About, Experiment};
use training::classifier::{initial_mlp, shape};
use training::optimizers::named;
use training::run::Run;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct OptimizerComparison;

impl Experiment for OptimizerComparison {
    type Settings = Settings;
    /// The optimizer's name.
    type Arm = String;
    type Measured = Run;

    const ABOUT: About = super::about::ABOUT;

    fn arms(settings: &Settings) -> Vec<String> {
        settings.optimizers.clone()
    }

    fn steps(settings: &Settings, _: &String) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &String, trial: &Trial) -> Run {
        let network = shape(&settings.hidden, &trial.data().training);
        let device = trial.autodiff();
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let optimizer = (named(arm).expect("a name from the list").build)(settings.weight_decay);
        let rate = settings.learning_rates.of(arm);
        let trainer =
            Trainer::new(model, optimizer, rate, settings.batch_size, trial.seed, &device);
        Run::of(trainer, settings.iterations, trial)
    }
}
