//! The arms: an activation function with initial weights.

use std::fmt;

use burn::tensor::Device;
use extensions::initializers::{He, Initializer, Normal, Xavier};
use models::Activation;
use training::activations::{Named, named};

use super::settings::Settings;

/// The activation functions, in the order of the figures.
pub(super) fn activations(settings: &Settings) -> Vec<&'static Named> {
    let of = |name: &String| named(name).expect("a name from the list");
    settings.activations.iter().map(of).collect()
}

/// The book's initial weights, in the order of the figures.
pub(super) const INITIALIZERS: [&str; 4] = ["large std", "small std", "Xavier", "He"];

/// An activation function with one of the book's four initializers, or with another standard deviation.
#[derive(Clone)]
pub struct Arm {
    /// The name of the activation function.
    pub(super) activation: &'static str,
    /// The name of the initializer if it is one of the book's.
    pub(super) initializer: Option<&'static str>,
    /// The standard deviation of the weights.
    pub(super) std: f64,
}

impl Arm {
    /// Every activation function with every standard deviation. The book's come first, in its order.
    pub(super) fn all(settings: &Settings) -> Vec<Self> {
        let (stds, activations) = (stds(settings), activations(settings));
        let of = |activation: &&'static Named| {
            let activation = activation.name;
            let arm = move |&(std, initializer): &_| Self { activation, initializer, std };
            stds.iter().map(arm)
        };
        let mut arms: Vec<Self> = activations.iter().flat_map(of).collect();
        arms.sort_by_key(|arm| {
            let place = INITIALIZERS.iter().position(|i| Some(*i) == arm.initializer);
            let activation = activations.iter().position(|a| a.name == arm.activation);
            (place.is_none(), activation, place)
        });
        arms
    }

    /// The activation function as a module.
    pub(super) fn function(&self, device: &Device) -> Activation {
        (named(self.activation).expect("a name from the list").config)().init(device)
    }

    pub(super) fn initializer(&self) -> Box<dyn Initializer> {
        match self.initializer {
            Some("Xavier") => Box::new(Xavier),
            Some("He") => Box::new(He),
            _ => Box::new(Normal { std: self.std }),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&arm_at(self.activation, self.initializer, self.std))
    }
}

/// The arm's name.
pub(super) fn arm_at(activation: &str, initializer: Option<&str>, std: f64) -> String {
    match initializer {
        Some(initializer) => format!("{activation}, {initializer}"),
        None => format!("{activation}, std {std}"),
    }
}

/// All standard deviations in order, each once, with the book's name for those that it has.
pub(super) fn stds(settings: &Settings) -> Vec<(f64, Option<&'static str>)> {
    let n = settings.neurons as f64;
    // σ = 1/√n for Xavier, σ = √(2/n) for He.
    let books = [settings.large_std, settings.small_std, (1.0 / n).sqrt(), (2.0 / n).sqrt()];
    let books = books.into_iter().zip(INITIALIZERS.map(Some));
    let mut stds: Vec<_> = books.chain(settings.scales.iter().map(|&std| (std, None))).collect();
    // The sort is stable: of two equal ones, the book's stays.
    stds.sort_by(|a, b| a.0.total_cmp(&b.0));
    stds.dedup_by(|a, b| a.0 == b.0);
    stds
}

/// Where a histogram begins and ends: at the bounds of the activation function, or at −1 and 1 where it
/// is unbounded. For the sigmoid and ReLU, which the book draws, that is from 0 to 1 as in the book. Each
/// panel states the share of values outside.
pub(super) fn range(activation: &str) -> (f64, f64) {
    named(activation).expect("a name from the list").histogram_range()
}
