//! What a trial measures.

use serde::{Deserialize, Serialize};
use training::any_number;

/// How an optimizer descends into a valley at its best learning rate. If it never arrived, the learning
/// rate is NaN or the steps are infinite, and the rest is NaN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Descent {
    /// κ
    pub condition_number: f64,
    /// The chosen learning rate η.
    #[serde(with = "any_number")]
    pub rate: f64,
    /// The chosen momentum α, in the arm that chooses it.
    pub momentum: Option<f64>,
    /// The number of steps until the arrival, a mean over the starting points.
    #[serde(with = "any_number")]
    pub steps: f64,
    /// How often it crossed the floor of the valley, a mean over the starting points.
    #[serde(with = "any_number")]
    pub crossings: f64,
    /// Σ|Δy| in units of the distance of the start, a mean over the starting points.
    #[serde(with = "any_number")]
    pub length_across: f64,
}

/// What a trial measures: a descent for each condition number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// In the order of the settings.
    pub descents: Vec<Descent>,
}

/// The growth is measured from this condition number up. Below it, the number of steps of gradient descent
/// is not yet proportional to κ: at 1 it is a single step.
pub const GROWTH_FROM: f64 = 10.0;

impl Measured {
    /// The descent at condition number κ.
    pub fn at(&self, kappa: f64) -> Option<&Descent> {
        self.descents.iter().find(|descent| descent.condition_number == kappa)
    }

    /// p, if the number of steps grows like κ^p: the slope of ln(steps) against ln κ by least squares, for
    /// κ from [`GROWTH_FROM`] up. NaN if there are fewer than two such κ or it did not always arrive.
    pub fn growth(&self) -> f64 {
        let from = |descent: &&Descent| descent.condition_number >= GROWTH_FROM;
        let points: Vec<[f64; 2]> = self
            .descents
            .iter()
            .filter(from)
            .map(|descent| [descent.condition_number.ln(), descent.steps.ln()])
            .collect();
        let mean =
            |i: usize| points.iter().map(|point| point[i]).sum::<f64>() / points.len() as f64;
        let (x, y) = (mean(0), mean(1));
        let of = |term: fn(f64, f64) -> f64| {
            points.iter().map(|p| term(p[0] - x, p[1] - y)).sum::<f64>()
        };
        let slope = of(|dx, dy| dx * dy) / of(|dx, _| dx * dx);
        if slope.is_finite() { slope } else { f64::NAN }
    }
}

impl Descent {
    /// The fraction of the steps that crossed the floor.
    pub fn share_that_crosses(&self) -> f64 {
        self.crossings / self.steps
    }
}
