//! The arms: an activation function with initial weights.

use std::fmt;

use burn::tensor::Device;
use extensions::initializers::{He, Initializer, Normal, Xavier};
use models::Activation;
use training::activations::{Named, named};
use training::shown;

use super::settings::Settings;

/// The activation functions, in the order of the figures.
pub(super) fn activations(settings: &Settings) -> Vec<&'static Named> {
    settings.activations.iter().map(|name| function(name)).collect()
}

fn function(name: &str) -> &'static Named {
    named(name).expect("a name from the list")
}

/// The book's initial weights, in the order of the figures.
pub(super) const INITIALIZERS: [&str; 4] = ["large std", "small std", "Xavier", "He"];

/// An activation function with one of the book's four initializers, or with a multiple of Xavier's
/// standard deviation.
#[derive(Clone)]
pub struct Arm {
    activation: &'static Named,
    scale: Scale,
}

/// Initial weights: one of the book's initializers, or another standard deviation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// One of [`INITIALIZERS`], or "2 times Xavier".
    pub(super) name: String,
    /// The standard deviation of the weights.
    pub(super) std: f64,
}

impl Arm {
    /// Every activation function with every standard deviation. The book's come first, in its order.
    pub(super) fn all(settings: &Settings) -> Vec<Self> {
        let place = |scale: &Scale| INITIALIZERS.iter().position(|name| *name == scale.name);
        let mut scales = scales(settings);
        scales.sort_by_key(|scale| place(scale).unwrap_or(INITIALIZERS.len()));
        let (books, others): (Vec<_>, Vec<_>) =
            scales.into_iter().partition(|scale| place(scale).is_some());
        let with = |scales: Vec<Scale>| {
            activations(settings).into_iter().flat_map(move |activation| {
                scales.clone().into_iter().map(move |scale| Self { activation, scale })
            })
        };
        with(books).chain(with(others)).collect()
    }

    /// The activation function.
    pub(super) fn activation(&self) -> &'static Named {
        self.activation
    }

    /// The activation function as a module.
    pub(super) fn function(&self, device: &Device) -> Activation {
        (self.activation.config)().init(device)
    }

    pub(super) fn initializer(&self) -> Box<dyn Initializer> {
        match self.scale.name.as_str() {
            "Xavier" => Box::new(Xavier),
            "He" => Box::new(He),
            _ => Box::new(Normal { std: self.scale.std }),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&arm(self.activation.name, &self.scale.name))
    }
}

/// The name of the arm with that activation function and those initial weights.
pub(super) fn arm(activation: &str, scale: &str) -> String {
    format!("{activation}, {scale}")
}

/// The name of the initial weights that are so many times as large as Xavier's.
pub(super) fn times_xavier(factor: f64) -> String {
    format!("{} times Xavier", shown::number(factor))
}

/// All initial weights in the order of their size, each size once, with the book's name for those that it
/// has.
pub(super) fn scales(settings: &Settings) -> Vec<Scale> {
    let n = settings.neurons as f64;
    let xavier = (1.0 / n).sqrt();
    let books = [settings.large_std, settings.small_std, xavier, (2.0 / n).sqrt()];
    let mut scales: Vec<Scale> = Vec::new();
    let books = INITIALIZERS.map(str::to_owned).into_iter().zip(books);
    let others = settings.factors.iter().map(|&factor| (times_xavier(factor), factor * xavier));
    for (name, std) in books.chain(others) {
        // The product with a factor may be rounded.
        let is_there = scales.iter().any(|other| (other.std / std - 1.0).abs() < 1e-9);
        if !is_there {
            scales.push(Scale { name, std });
        }
    }
    scales.sort_by(|a, b| a.std.total_cmp(&b.std));
    scales
}

/// Where a histogram begins and ends: at the bounds of the activation function, or at −1 and 1 where it
/// is unbounded. For the sigmoid and ReLU, which the book draws, that is from 0 to 1 as in the book. Each
/// panel states the share of values outside.
pub(super) fn range(activation: &str) -> (f64, f64) {
    function(activation).histogram_range()
}
