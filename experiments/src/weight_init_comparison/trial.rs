//! One trial: train the network from one kind of initial weights.

use std::fmt;

use extensions::initializers::{Initializer, Normal};
use lab::experiment::{About, Experiment};
use training::classifier::{initial_mlp, shape};
use training::initializers::{INITIALIZERS, Named};
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::run::Run;
use training::shown;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct WeightInitComparison;

/// The initial weights of the network.
#[derive(Clone, Copy)]
pub enum Arm {
    /// The same standard deviation in every layer.
    Std(f64),
    /// By a registered rule: Xavier, He.
    Named(&'static Named),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Std(std) => write!(f, "std {}", shown::number(*std)),
            Self::Named(named) => write!(f, "{}", named.name),
        }
    }
}

impl Experiment for WeightInitComparison {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Run;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { hidden, batch_size, iterations, .. } = settings;
        Needs::default().network(NetworkSize::new(hidden, *batch_size)).keeps(
            "--iterations",
            *iterations,
            Self::arms(settings).len(),
        )
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let small = Arm::Std(settings.std);
        std::iter::once(small).chain(INITIALIZERS.iter().map(Arm::Named)).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Run {
        let network = shape(&settings.hidden, &trial.data().training);
        let device = trial.autodiff();
        let initializer: &dyn Initializer = match arm {
            Arm::Std(std) => &Normal { std: *std },
            Arm::Named(named) => named.initializer,
        };
        let model = initial_mlp(&network, initializer, trial.seed, &device);
        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);
        Run::of(trainer, settings.iterations, trial)
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Run) -> bool {
        measured.fits(settings.iterations)
    }
}
