//! Gradient descent · 경사법: G1–G4.
//!
//! The gradient is a vector of all partial derivatives, or a matrix for a matrix of weights (G1).
//! Going against it leads to the minimum (G2) at a learning rate that is neither too large nor too
//! small (G4), though not straight: it is the steepest way down from here, no more (G3).

use clap::Args;
use extensions::gradients::BOOK_STEP;
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, number};
use lab::verdict::Claim;
use training::flags::{count, finite, positive};
use training::trial::Trial;

mod descent;
mod direction;
mod gradient;
mod learning_rate;
#[cfg(test)]
mod tests;

use descent::Descent;
use direction::{VALLEY, VALLEY_START};
use gradient::Gradients;
use learning_rate::BOWL;

/// The experiment.
pub struct GradientDescent;

/// The book's settings (chapter 4.3 and 4.4); the descent down the valley is ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// The x₀ to descend from, in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "-3", allow_negative_numbers = true)]
    pub start_x0: f64,

    /// The x₁ to descend from, in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "4", allow_negative_numbers = true)]
    pub start_x1: f64,

    /// The learning rate η, in the bowl and in the valley (G2, G3)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Steps at that learning rate, in the bowl (G2)
    #[arg(long, value_parser = count, default_value = "20")]
    pub steps: usize,

    /// A learning rate that is too large (G4)
    #[arg(long, value_parser = positive, default_value = "10")]
    pub too_large: f64,

    /// A learning rate that is too small (G4)
    #[arg(long, value_parser = positive, default_value = "1e-10")]
    pub too_small: f64,

    /// Steps at the learning rates that are too large and too small (G4)
    #[arg(long, value_parser = count, default_value = "100")]
    pub more_steps: usize,

    /// Steps from (−7, 2) down the valley x²/20 + y² (ours) (G3)
    #[arg(long, value_parser = count, default_value = "30")]
    pub valley_steps: usize,

    /// The step h of the central difference (G1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}

/// What is worked out: gradients in three places, or one descent.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // each is named by what it displays as
pub enum Arm {
    Gradients,
    Learning,
    TooLarge,
    TooSmall,
    Valley,
}

impl Arm {
    /// The learning rate of a descent, and how many steps it takes.
    fn descent(self, settings: &Settings) -> (f64, usize) {
        match self {
            Self::TooLarge => (settings.too_large, settings.more_steps),
            Self::TooSmall => (settings.too_small, settings.more_steps),
            Self::Valley => (settings.learning_rate, settings.valley_steps),
            Self::Learning | Self::Gradients => (settings.learning_rate, settings.steps),
        }
    }
}

impl std::fmt::Display for Arm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gradients => "gradients",
            Self::Learning => "bowl",
            Self::TooLarge => "bowl, η too large",
            Self::TooSmall => "bowl, η too small",
            Self::Valley => "valley",
        })
    }
}

/// What a trial measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Gradients, both ways.
    Gradients(Gradients),
    /// A descent.
    Descent(Descent),
}

fn gradients_of(record: &RecordOf<GradientDescent>) -> Option<&Gradients> {
    record.arm("gradients").find_map(|measured| match measured {
        Measured::Gradients(gradients) => Some(gradients),
        Measured::Descent(_) => None,
    })
}

fn descent_of(record: &RecordOf<GradientDescent>, arm: Arm) -> Option<&Descent> {
    record.arm(&arm.to_string()).find_map(|measured| match measured {
        Measured::Descent(descent) => Some(descent),
        Measured::Gradients(_) => None,
    })
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "gradient_descent",
    title: "Gradient descent · 경사법",
    about: "What a gradient is, where following it leads, at which learning \
                             rates, and that it does not always point at the minimum.",
    shows: "gradients, where following them leads, and at which rates",
    statements: &["G1", "G2", "G3", "G4"],
    seeds: 1,
    needs_data: false,
};

impl Experiment for GradientDescent {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

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
            Arm::Gradients => {
                Measured::Gradients(gradient::gradients(settings.h, &trial.autodiff()))
            }
            Arm::Valley => Measured::Descent(VALLEY.descend(VALLEY_START, rate, steps, trial)),
            _ => Measured::Descent(BOWL.descend(start, rate, steps, trial)),
        }
    }
}

impl View for GradientDescent {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let mut all = Vec::new();
        all.extend(gradients_of(record).into_iter().flat_map(gradient::figures));
        all.push(("learning_rates", learning_rate::figure(record)));
        all.extend(descent_of(record, Arm::Valley).into_iter().flat_map(direction::figures));
        all.into_iter().map(|(name, figure)| (name, figure.into())).collect()
    }

    fn shown_at(figure: &str) -> &'static str {
        match figure {
            "learning_rates" => "G4",
            "not_at_the_minimum" | "steepest_direction" => "G3",
            _ => "G1",
        }
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table =
            Table::new(["descent", "η", "steps", "distance at the start", "distance at the end"]);
        for arm in [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley] {
            let Some(found) = descent_of(record, arm) else {
                continue;
            };
            let distances = found.distances();
            table.row([
                arm.to_string(),
                number(arm.descent(&record.settings).0),
                (distances.len() - 1).to_string(),
                number(distances[0]),
                number(distances[distances.len() - 1]),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let mut claims = Vec::new();
        claims.extend(gradients_of(record).into_iter().flat_map(gradient::claims));
        claims.extend(learning_rate::claims(record));
        claims.extend(descent_of(record, Arm::Valley).into_iter().flat_map(direction::claims));
        claims
    }
}
