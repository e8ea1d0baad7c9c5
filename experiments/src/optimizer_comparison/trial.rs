//! One trial: train the network with one optimizer.

use std::fmt;

use extensions::initializers::He;
use lab::experiment::{About, Experiment};
use training::classifier::{initial_mlp, shape};
use training::needs::{Needs, NetworkSize};
use training::optimizers::{LearningRates, named};
use training::run::Run;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct OptimizerComparison;

/// An optimizer at one learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The optimizer's name, followed by its best rate in the second comparison.
    pub name: String,
    /// The optimizer's name.
    pub optimizer: String,
    /// η
    pub rate: f64,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Experiment for OptimizerComparison {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Run;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { hidden, batch_size, iterations, .. } = settings;
        Needs::default().network(NetworkSize::new(hidden, *batch_size).adam()).keeps(
            "--iterations",
            *iterations,
            Self::arms(settings).len(),
        )
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let Settings { optimizers, learning_rates, best_rates, .. } = settings;
        let at = |optimizer: &String, name, rates: &LearningRates| Arm {
            name,
            optimizer: optimizer.clone(),
            rate: rates.of(optimizer),
        };
        let first = optimizers.iter().map(|o| at(o, o.clone(), learning_rates));
        let best = optimizers.iter().map(|o| at(o, settings.at_best(o), best_rates));
        let best = best.filter(|arm| arm.name != arm.optimizer);
        first.chain(best).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Run {
        let network = shape(&settings.hidden, &trial.data().training);
        let device = trial.autodiff();
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let named = named(&arm.optimizer).expect("a name from the list");
        let optimizer = named.build(settings.weight_decay);
        let size = settings.batch_size;
        let trainer = Trainer::new(model, optimizer, arm.rate, size, trial.seed, &device);
        Run::of(trainer, settings.iterations, trial)
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Run) -> bool {
        measured.fits(settings.iterations)
    }
}
