//! The search for hyperparameters (H1–H3): a space, ways through it, and how one place is tried.
//!
//! | room | what is in it |
//! |---|---|
//! | [`space`] | which hyperparameters there are, and the values that each may take |
//! | [`grid`], [`random`], [`halving`], [`hyperband`], [`tpe`] | the strategies, one file each |
//! | [`tuning`] | trains one configuration and judges it on validation data |
//!
//! # What a strategy knows
//! A [`Strategy`] is given dimensions and numbers: places that were tried, and how they did on
//! validation data. No data set reaches it. It names all its trials before the first has run, and
//! each trial's place is a pure function of the seed and of what the rounds before it found. So the
//! result does not depend on how many trials run side by side, and trials can be shared out among
//! machines.

pub mod grid;
pub mod halving;
pub mod hyperband;
pub mod random;
pub mod space;
pub mod tpe;
pub mod tuning;

use clap::{Args, ValueEnum};
use extensions::random::Stream;
use serde::{Deserialize, Serialize};

use crate::flags::count;
use space::{Dimension, Point, Space};

/// One trial that a strategy makes: its place is not known yet, but its cost is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The name, in records and figures.
    pub name: String,
    /// Slots of one round know what those of earlier rounds found, and nothing of each other.
    pub round: usize,
    /// For how many epochs the configuration is trained, from its beginning.
    pub epochs: usize,
}

/// A place that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The place.
    pub point: Point,
    /// How it did on validation data; more is better.
    pub score: f64,
}

/// A way through a space.
pub trait Strategy: Send + Sync {
    /// Its trials, round by round.
    fn slots(&self) -> &[Slot];

    /// The place that the trial `slot` tries.
    ///
    /// `tried` is what all slots of earlier rounds found, in their order, and `stream` begins anew at
    /// each call: it is the same for all slots of a seed.
    fn propose(
        &self,
        dimensions: &[Dimension],
        slot: usize,
        tried: &[Tried],
        stream: Stream,
    ) -> Point;
}

/// The strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Evenly spaced values of each hyperparameter, each with each
    Grid,
    /// Independent draws
    Random,
    /// Draws that are trained for few epochs; the best of them for more, and so on
    Halving,
    /// Successive halving several times, from many draws trained little to few trained long
    Hyperband,
    /// Draws where good ones were more frequent than bad ones (tree-structured Parzen estimator)
    Tpe,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Grid, Self::Random, Self::Halving, Self::Hyperband, Self::Tpe];

    /// The name, as the flag has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Random => "random",
            Self::Halving => "halving",
            Self::Hyperband => "hyperband",
            Self::Tpe => "tpe",
        }
    }
}

/// How a search goes on, as flags: the way, and what it may cost.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// How the space is searched; the book does it at random (H1)
    #[arg(long, value_enum, default_value = "random")]
    pub strategy: Way,

    /// How many configurations are tried: exactly so many, with grid and hyperband at most (H1-H3)
    #[arg(long, value_parser = count, default_value = "100")]
    pub trials: usize,

    /// Epochs of each trial; of the longest ones with halving and hyperband (H1-H3)
    #[arg(long, value_parser = count, default_value = "50")]
    pub epochs: usize,

    /// With halving and hyperband: one in so many goes on to the next rung, for so many times the
    /// epochs (ours; 3 as in the Hyperband paper)
    #[arg(long, value_parser = reduction, default_value = "3")]
    pub reduction: usize,

    /// With tpe: how many configurations are chosen before any of them is judged, so many can run
    /// side by side. Part of the search, so the same for any --jobs and --shard (ours)
    #[arg(long, value_parser = count, default_value = "5")]
    pub at_once: usize,
}

fn reduction(text: &str) -> Result<usize, String> {
    match count(text) {
        Ok(n) if n >= 2 => Ok(n),
        _ => Err("allowed: a whole number from 2 up".into()),
    }
}

impl Plan {
    /// The strategy.
    ///
    /// # Errors
    /// Where the space and the cost do not go together: which flags, their values, what is allowed.
    pub fn strategy(&self, space: &Space) -> Result<Box<dyn Strategy>, String> {
        let Self { trials, epochs, reduction, at_once, .. } = *self;
        Ok(match self.strategy {
            Way::Grid => Box::new(grid::Grid::new(&space.dimensions(), trials, epochs)?),
            Way::Random => Box::new(random::Random::new(trials, epochs)),
            Way::Halving => Box::new(halving::Halving::new(trials, epochs, reduction)),
            Way::Hyperband => Box::new(hyperband::Hyperband::new(trials, epochs, reduction)?),
            Way::Tpe => Box::new(tpe::Tpe::new(trials, epochs, at_once)),
        })
    }
}

/// The name of the `index`-th trial, from 0: numbered from 1, in order of name.
fn numbered(index: usize) -> String {
    format!("trial {:03}", index + 1)
}

/// The indices of the tried, the best first; of equal ones the earlier.
pub fn best_first(scores: impl Iterator<Item = f64>) -> Vec<usize> {
    let scores: Vec<f64> = scores.collect();
    let mut best: Vec<usize> = (0..scores.len()).collect();
    best.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    best
}
