//! What a trial measures.

use serde::{Deserialize, Serialize};
use training::activation_statistics::Layer;
use training::any_number;

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The layers of the book's network, from the input on.
    pub layers: Vec<Layer>,
    /// Networks of other depths. They begin with the same layers, because the weights are the same.
    pub networks: Vec<Network>,
}

/// A network of another depth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Network {
    /// How many layers it has.
    pub depth: usize,
    /// Its last layer.
    pub last: Layer,
    /// How much of the gradient reaches the first layer: the root mean square of ∂L/∂Z there, divided by
    /// that at the last layer.
    #[serde(with = "any_number")]
    pub gradient: f64,
}

impl Measured {
    pub(super) fn last(&self) -> &Layer {
        self.layers.last().expect("there are at least two layers")
    }

    /// A number of the last layer divided by that of the first.
    pub(super) fn last_over_first(&self, number: fn(&Layer) -> f64) -> f64 {
        number(self.last()) / number(&self.layers[0])
    }

    /// How often the spread doubles or halves from the first layer to `last`, at whatever depth that is: 0
    /// is even, 1 is half or double. Infinite where nothing is left.
    pub(super) fn unevenness(&self, last: &Layer) -> f64 {
        (last.std / self.layers[0].std).log2().abs()
    }

    /// The network of that depth.
    pub(super) fn at(&self, depth: usize) -> Option<&Network> {
        self.networks.iter().find(|network| network.depth == depth)
    }

    /// The largest of a number of 0 or more over the depths; NaN if one is NaN.
    pub(super) fn largest(&self, number: impl Fn(&Network) -> f64) -> f64 {
        self.networks.iter().map(number).max_by(f64::total_cmp).unwrap_or(f64::NAN)
    }

    /// The mean of a number over the depths.
    pub(super) fn mean(&self, number: impl Fn(&Network) -> f64) -> f64 {
        self.networks.iter().map(number).sum::<f64>() / self.networks.len() as f64
    }
}
