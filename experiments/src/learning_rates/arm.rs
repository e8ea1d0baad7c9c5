//! What is compared: each method at each learning rate.

use std::fmt;

use burn::optim::ModuleOptimizer;
use extensions::optimizers::Momentum;
use fast::optimizers::fast;
use training::optimizers::{named, with_decay};
use training::shown;

use super::settings::Settings;

/// An optimizer, with its α if it is Momentum.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// The optimizer's name in the list of all optimizers.
    pub optimizer: String,
    /// Momentum's α; the other optimizers have none.
    pub momentum: Option<f64>,
}

/// The optimizer whose α is varied.
const MOMENTUM: &str = "Momentum";

impl Method {
    /// The methods of these settings, in the order of the legend: Momentum once for each α.
    pub fn all(settings: &Settings) -> Vec<Self> {
        let variants = |optimizer: &String| match optimizer == MOMENTUM {
            true => settings.momenta.iter().map(|&momentum| Self::momentum(momentum)).collect(),
            false => vec![Self::of(optimizer)],
        };
        settings.optimizers.iter().flat_map(variants).collect()
    }

    /// The optimizer of that name, as the list has it.
    pub fn of(optimizer: &str) -> Self {
        Self { optimizer: optimizer.into(), momentum: None }
    }

    /// Momentum with this α.
    pub fn momentum(momentum: f64) -> Self {
        Self { optimizer: MOMENTUM.into(), momentum: Some(momentum) }
    }

    /// The optimizer, without weight decay.
    pub fn build(&self) -> ModuleOptimizer {
        match self.momentum {
            Some(momentum) => with_decay(fast(Momentum { momentum }), 0.0),
            None => named(&self.optimizer).expect("a name from the list").build(0.0),
        }
    }

    /// This method at each of the rates.
    pub fn at(&self, rates: &[f64]) -> Vec<Arm> {
        rates.iter().map(|&rate| Arm { method: self.clone(), rate }).collect()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.momentum {
            Some(momentum) => write!(f, "{}, α = {}", self.optimizer, shown::number(momentum)),
            None => f.write_str(&self.optimizer),
        }
    }
}

/// A method at one learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The method.
    pub method: Method,
    /// η
    pub rate: f64,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, η = {}", self.method, shown::number(self.rate))
    }
}
