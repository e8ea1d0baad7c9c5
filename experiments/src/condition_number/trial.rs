//! One trial: choose the learning rate for each condition number, then measure at other starting points.

use std::fmt;

use burn::optim::ModuleOptimizer;
use extensions::optimizers::Momentum;
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use training::flags::{InvalidValue, each_once};
use training::needs::Needs;
use training::optimizers::named;
use training::statistics::mean;
use training::trial::Trial;
use training::valley::{Arrival, Goal, Valley, fastest};

use super::measured::{Descent, Measured};
use super::settings::Settings;

/// The experiment.
pub struct ConditionNumber;

/// One line of the figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Arm {
    /// An optimizer, by name, in a valley along an axis of the parameters.
    Along(String),
    /// An optimizer in valleys that are turned by random angles.
    Turned(String),
    /// Momentum, whose α is chosen together with η.
    MomentumChosen,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Along(name) => f.write_str(name),
            Self::Turned(name) => write!(f, "{name}, turned valley"),
            Self::MomentumChosen => f.write_str("Momentum, α chosen too"),
        }
    }
}

impl Arm {
    fn is_turned(&self) -> bool {
        matches!(self, Self::Turned(_))
    }

    /// Whether it chooses α.
    fn chooses(&self) -> bool {
        matches!(self, Self::MomentumChosen)
    }

    /// The optimizers to choose from, each with its α if that is chosen.
    fn candidates(&self, settings: &Settings) -> Vec<(Option<f64>, ModuleOptimizer)> {
        match self {
            Self::Along(name) | Self::Turned(name) => {
                vec![(None, named(name).expect("a name from the list").build(0.0))]
            }
            Self::MomentumChosen => {
                let of = |&momentum: &f64| (Some(momentum), Momentum { momentum }.into());
                settings.momenta.iter().map(of).collect()
            }
        }
    }
}

impl Experiment for ConditionNumber {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let Settings { smallest_rate: smallest, largest_rate: largest, .. } = settings;
        each_once("--condition-numbers", &settings.condition_numbers)?;
        each_once("--momenta", &settings.momenta)?;
        match smallest <= largest {
            true => Ok(()),
            false => Err(format!(
                "--smallest-rate {smallest} --largest-rate {largest}: allowed: a largest rate that is \
                 not below the smallest"
            )
            .into()),
        }
    }

    fn needs(settings: &Settings) -> Needs {
        Needs::default().numbers("--starts", settings.starts, 80 * settings.rates)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let names = || settings.optimizers.iter().cloned();
        let momentum = settings.optimizers.iter().any(|name| name == "Momentum");
        let chosen = momentum.then_some(Arm::MomentumChosen);
        names().map(Arm::Along).chain(chosen).chain(names().map(Arm::Turned)).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.condition_numbers.len() as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let descents = settings.condition_numbers.iter().map(|&condition_number| {
            let descent = descent(condition_number, settings, arm, trial);
            trial.step_done();
            descent
        });
        Measured { descents: descents.collect() }
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Measured) -> bool {
        let numbers = measured.descents.iter().map(|descent| &descent.condition_number);
        numbers.eq(&settings.condition_numbers)
            && measured.descents.iter().all(|descent| match descent.momentum {
                Some(momentum) => arm.chooses() && settings.momenta.contains(&momentum),
                None => !arm.chooses() || descent.rate.is_nan(),
            })
    }
}

/// Chooses the learning rate on some starting points, and measures the descent from others.
fn descent(condition_number: f64, settings: &Settings, arm: &Arm, trial: &Trial) -> Descent {
    let valley = |purpose| Valley {
        condition_number,
        starts: settings.starts(trial.stream(purpose), arm.is_turned()),
    };
    let (choosing, judging) = (valley(Purpose::Search), valley(Purpose::Data));
    let (device, grid, mut goal) = (trial.device(), settings.grid(), settings.goal());
    let mut chosen = None;
    for (momentum, optimizer) in arm.candidates(settings) {
        if let Some(found) = fastest(optimizer.clone(), &grid, &choosing, goal, &device) {
            chosen = Some((momentum, optimizer, found.rate));
            // Of the next candidate, only a faster descent is of interest.
            let slowest = found.arrivals.iter().map(|arrival| arrival.steps).max();
            goal = Goal { limit: slowest.map_or(0, |steps| steps.saturating_sub(1)), ..goal };
        }
    }
    let missed = f64::NAN;
    let Some((momentum, optimizer, rate)) = chosen else {
        let (steps, momentum) = (f64::INFINITY, None);
        return Descent {
            condition_number,
            rate: missed,
            momentum,
            steps,
            crossings: missed,
            length_across: missed,
        };
    };
    let found = fastest(optimizer, &[rate], &judging, settings.goal(), &device);
    let of = |number: fn(&Arrival) -> f64, otherwise: f64| match &found {
        Some(found) => mean(&found.arrivals.iter().map(number).collect::<Vec<_>>()),
        None => otherwise,
    };
    Descent {
        condition_number,
        rate,
        momentum,
        steps: of(|arrival| arrival.steps as f64, f64::INFINITY),
        crossings: of(|arrival| arrival.crossings as f64, missed),
        length_across: of(|arrival| arrival.length_across, missed),
    }
}
