//! One trial: the gradients, or one descent.

use std::fmt;

use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::needs::Needs;
use training::trial::Trial;

use super::descent::{Descent, descend};
use super::gradient::{Gradients, gradients};
use super::landscape::{BOWL, VALLEY, VALLEY_START};
use super::settings::Settings;

/// The experiment.
pub struct GradientDescent;

/// What is computed: gradients at three places, or one descent.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each variant displays as its description
pub enum Arm {
    Gradients,
    Learning,
    TooLarge,
    TooSmall,
    Valley,
}

impl Arm {
    /// The learning rate of a descent and its number of steps.
    pub fn descent(self, settings: &Settings) -> (f64, usize) {
        match self {
            Self::TooLarge => (settings.too_large, settings.more_steps),
            Self::TooSmall => (settings.too_small, settings.more_steps),
            Self::Valley => (settings.learning_rate, settings.valley_steps),
            Self::Learning | Self::Gradients => (settings.learning_rate, settings.steps),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gradients => "gradients",
            Self::Learning => "bowl",
            Self::TooLarge => "bowl, η too large",
            Self::TooSmall => "bowl, η too small",
            Self::Valley => "valley",
        })
    }
}

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Gradients, by both methods.
    Gradients(Gradients),
    /// A descent.
    Descent(Descent),
}

impl Experiment for GradientDescent {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn needs(settings: &Settings) -> Needs {
        let Settings { steps, more_steps, valley_steps, .. } = *settings;
        let most =
            [("--steps", steps), ("--more-steps", more_steps), ("--valley-steps", valley_steps)];
        let (flag, steps) = most.into_iter().max_by_key(|(_, steps)| *steps).expect("three");
        // Two coordinates and a loss, in four descents.
        Needs::default().keeps(flag, steps, 4 * 3)
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        vec![Arm::Gradients, Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley]
    }

    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        match arm {
            Arm::Gradients => 0,
            _ => arm.descent(settings).1 as u64,
        }
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let start = [settings.start_x0, settings.start_x1];
        let (rate, steps) = arm.descent(settings);
        match arm {
            Arm::Gradients => Measured::Gradients(gradients(settings.h, &trial.autodiff())),
            Arm::Valley => Measured::Descent(descend(VALLEY, VALLEY_START, rate, steps, trial)),
            _ => Measured::Descent(descend(BOWL, start, rate, steps, trial)),
        }
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Measured) -> bool {
        let start = [settings.start_x0, settings.start_x1];
        let (rate, steps) = arm.descent(settings);
        match (arm, measured) {
            (Arm::Gradients, Measured::Gradients(gradients)) => gradients.fits(),
            (Arm::Gradients, _) | (_, Measured::Gradients(_)) => false,
            (Arm::Valley, Measured::Descent(down)) => down.fits(VALLEY, VALLEY_START, rate, steps),
            (_, Measured::Descent(down)) => down.fits(BOWL, start, rate, steps),
        }
    }
}
