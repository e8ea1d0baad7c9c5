//! One trial: follow an optimizer down the valley.

use std::fmt;

use extensions::optimizers::{Adam, Momentum};
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, each_once};
use training::needs::Needs;
use training::optimizers::named;
use training::trial::Trial;

use super::path::{Path, walk};
use super::settings::Settings;

/// The experiment.
pub struct OptimizerPaths;

/// One curve, or all the curves that the report's reader can choose from.
#[derive(Clone)]
pub enum Arm {
    /// An optimizer, by name.
    Optimizer(String),
    /// Adam without its bias correction (O5).
    AdamWithoutCorrection,
    /// Momentum at each learning rate and each momentum of the sliders.
    Range,
}

/// The name of [`Arm::AdamWithoutCorrection`].
pub const WITHOUT_CORRECTION: &str = "Adam without bias correction";

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Optimizer(name) => name,
            Self::AdamWithoutCorrection => WITHOUT_CORRECTION,
            Self::Range => "Momentum, over learning rates and momenta",
        })
    }
}

/// What a trial measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// The path of one optimizer.
    Path(Path),
    /// Momentum's path at each learning rate and, within that, at each momentum.
    Paths(Vec<Path>),
}

impl Experiment for OptimizerPaths {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--range-of-rates", &settings.range_of_rates)?;
        each_once("--range-of-momenta", &settings.range_of_momenta)
    }

    fn needs(settings: &Settings) -> Needs {
        let range = settings.range_of_rates.len() * settings.range_of_momenta.len();
        // Two coordinates and a value of the function for each step of each path.
        let paths = range + settings.optimizers.len() + 1;
        Needs::default().keeps("--steps", settings.steps, 3 * paths)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let mut arms: Vec<Arm> = settings.optimizers.iter().cloned().map(Arm::Optimizer).collect();
        if settings.optimizers.iter().any(|name| name == "Adam") {
            arms.push(Arm::AdamWithoutCorrection);
        }
        arms.push(Arm::Range);
        arms
    }

    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        let paths = match arm {
            Arm::Range => settings.range_of_rates.len() * settings.range_of_momenta.len(),
            _ => 1,
        };
        (paths * settings.steps) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let rate = |name: &str| settings.learning_rates.of(name);
        let path = |optimizer, rate| walk(optimizer, rate, settings, trial);
        match arm {
            Arm::Optimizer(name) => {
                let optimizer = named(name).expect("a name from the list");
                Measured::Path(path(optimizer.build(0.0), rate(name)))
            }
            Arm::AdamWithoutCorrection => {
                let adam = Adam { bias_correction: false, ..Adam::default() };
                Measured::Path(path(adam.into(), rate("Adam")))
            }
            Arm::Range => {
                let mut paths = Vec::new();
                for &rate in &settings.range_of_rates {
                    for &momentum in &settings.range_of_momenta {
                        paths.push(path(Momentum { momentum }.into(), rate));
                    }
                }
                Measured::Paths(paths)
            }
        }
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Measured) -> bool {
        let rate = |name: &str| settings.learning_rates.of(name);
        match (arm, measured) {
            (Arm::Optimizer(name), Measured::Path(path)) => path.fits(rate(name), settings),
            (Arm::AdamWithoutCorrection, Measured::Path(path)) => path.fits(rate("Adam"), settings),
            (Arm::Range, Measured::Paths(paths)) => {
                let (rates, momenta) = (&settings.range_of_rates, settings.range_of_momenta.len());
                let mut all = paths.chunks(momenta.max(1)).zip(rates);
                paths.len() == rates.len() * momenta
                    && all.all(|(paths, &rate)| paths.iter().all(|path| path.fits(rate, settings)))
            }
            _ => false,
        }
    }
}
