//! Layers that do not depend on the initial weights, and layers that depend on them the other way round.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::activation_statistics::Layer;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::ActivationHistograms;
use super::{Measured, Network};
use crate::shared::made_up::{between, log_between};

impl Counterexamples for ActivationHistograms {
    /// Whatever a layer could be like, as often from one kind of initial weights as from another.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let neurons = settings.neurons as f64;
        let mut two = |draw: &dyn Fn(&mut Stream) -> f64| [draw(stream), draw(stream)];
        let stds = two(&|s| log_between(1e-3, 1.0, s));
        let centred_ranks = two(&|s| log_between(1.0, neurons, s));
        let signals = two(&|s| log_between(1e-3, 1.0, s));
        let layers = |stream: &mut Stream| Layers {
            stds,
            centred_ranks,
            signals,
            gradient: log_between(1e-3, 1e3, stream),
            ends: stream.uniform(),
            slope: between(0.0, 0.25, stream),
            histogram: bins(1 + stream.index(30)),
        };
        let depths = &settings.depths;
        let book = layers(stream);
        let networks = depths.iter().map(|&depth| {
            let last = Layers { stds: [0.0, log_between(1e-3, 1.0, stream)], ..layers(stream) };
            last.network(depth)
        });
        Measured { networks: networks.collect(), ..book.measured(settings) }
    }

    /// The spread stays even where the statements say that it does not, and the other way round; nothing
    /// crowds or gathers at the ends, and the gradient reaches the first layer.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let layers = match arm.to_string().as_str() {
            // Dies out and gathers at the ends.
            "sigmoid, Xavier" | "tanh, Xavier" => Layers {
                stds: [0.5, 0.01],
                ends: 0.5,
                centred_ranks: [2.0; 2],
                signals: [0.2, 0.01],
                histogram: bins(1),
                ..even()
            },
            // Grows.
            "ReLU, He" => Layers { stds: [0.1, 0.8], ..even() },
            _ => even(),
        };
        let stds = layers.stds.map(|std| std * between(0.95, 1.05, stream));
        Layers { stds, ..layers }.measured(settings)
    }
}

/// The first and the last layer of a made-up network. The last is the same at every depth.
#[derive(Clone)]
pub(super) struct Layers {
    pub stds: [f64; 2],
    pub centred_ranks: [f64; 2],
    pub signals: [f64; 2],
    /// First layer divided by last.
    pub gradient: f64,
    pub ends: f64,
    pub slope: f64,
    pub histogram: Vec<usize>,
}

/// Evenly spread in every layer, and nothing is lost.
pub(super) fn even() -> Layers {
    Layers {
        stds: [0.29; 2],
        centred_ranks: [50.0; 2],
        signals: [0.2; 2],
        gradient: 1.0,
        ends: 0.05,
        slope: 0.2,
        histogram: bins(30),
    }
}

/// A histogram with so many of its 30 bins equally full.
pub(super) fn bins(full: usize) -> Vec<usize> {
    (0..30).map(|i| usize::from(i < full)).collect()
}

impl Layers {
    /// The first layer, or the last.
    fn layer(&self, is_last: bool) -> Layer {
        let i = usize::from(is_last);
        Layer {
            mean: 0.5,
            std: self.stds[i],
            at_the_ends: self.ends,
            effective_rank: 1.0,
            centred_rank: self.centred_ranks[i],
            signal: self.signals[i],
            slope: self.slope,
            gradient: if is_last { 1.0 } else { self.gradient },
            histogram: self.histogram.clone(),
        }
    }

    fn network(&self, depth: usize) -> Network {
        Network { depth, last: self.layer(true), gradient: self.gradient }
    }

    /// A network whose layers after the first are all like the last.
    pub fn measured(&self, settings: &Settings) -> Measured {
        Measured {
            layers: (0..settings.layers).map(|i| self.layer(i > 0)).collect(),
            networks: settings.depths.iter().map(|&depth| self.network(depth)).collect(),
        }
    }
}
