//! The flags that choose a strategy and limit its cost.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::halving::Halving;
use super::hyperband::Hyperband;
use super::random::Random;
use super::space::Space;
use super::strategy::Strategy;
use super::tpe::Tpe;
use crate::flags::{InvalidValue, LONGEST_LIST, steps, trials, values};

/// The strategies by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Every combination of evenly spaced values
    Grid,
    /// Independent random draws
    Random,
    /// Successive halving: many draws trained for few epochs, the best of them for more, and so on
    Halving,
    /// Successive halving several times, from many draws trained briefly to few trained long
    Hyperband,
    /// Draws from regions where good scores are more frequent than bad ones (tree-structured Parzen
    /// estimator)
    Tpe,
}

impl Method {
    /// All strategies.
    pub const ALL: [Self; 5] =
        [Self::Grid, Self::Random, Self::Halving, Self::Hyperband, Self::Tpe];

    /// The name, as the flag takes it.
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

/// How a space is searched, as flags: the strategy, and what it may cost.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The search strategy; the book uses random search (H1)
    #[arg(long, value_enum, default_value = "random")]
    pub strategy: Method,

    /// How many configurations are tried; for grid and hyperband, an upper limit. The book tries 100 once;
    /// by default this project tries 50 at each seed (H1-H3)
    #[arg(long, value_parser = trials, default_value = "50")]
    pub trials: usize,

    /// Epochs of each trial; for halving and hyperband, of the longest trials (H1-H3)
    #[arg(long, value_parser = steps, default_value = "50")]
    pub epochs: usize,

    /// For halving and hyperband: the n of a round that keeps the best 1/n of the configurations and trains
    /// them again for n times as many epochs (not from the book; 3 as in the Hyperband paper)
    #[arg(long, value_parser = reduction, default_value = "3")]
    pub reduction: usize,

    /// For tpe: how many configurations are chosen before any of them is judged, so that they can
    /// run side by side. It changes the search, so it does not depend on --jobs or --shard (not from
    /// the book)
    #[arg(long, value_parser = trials, default_value = "5")]
    pub at_once: usize,
}

fn reduction(text: &str) -> Result<usize, InvalidValue> {
    let allowed = || format!("allowed: a whole number from 2 to {LONGEST_LIST}");
    values(text).ok().filter(|&n| n >= 2).ok_or_else(|| allowed().into())
}

impl Plan {
    /// The strategy.
    ///
    /// # Errors
    /// If the strategy needs more trials in this space than the plan allows: which flags, their values,
    /// and what is allowed.
    pub fn strategy(&self, space: &Space) -> Result<Box<dyn Strategy>, InvalidValue> {
        let Self { trials, epochs, reduction, at_once, .. } = *self;
        Ok(match self.strategy {
            Method::Grid => Box::new(Grid::new(&space.dimensions(), trials, epochs)?),
            Method::Random => Box::new(Random::new(trials, epochs)),
            Method::Halving => Box::new(Halving::new(trials, epochs, reduction)),
            Method::Hyperband => Box::new(Hyperband::new(trials, epochs, reduction)?),
            Method::Tpe => Box::new(Tpe::new(trials, epochs, at_once)),
        })
    }
}
