//! Layers that do not depend on the initial weights, and layers that depend on them the other way round.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::activation_statistics::Layer;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{ActivationHistograms, Measured};
use crate::shared::made_up::{between, log_between};

impl Counterexamples for ActivationHistograms {
    /// Whatever a layer could be like, as often from one kind of initial weights as from another.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let layer = |_| Layer {
            mean: 0.5,
            std: log_between(1e-3, 1.0, stream),
            at_the_ends: stream.uniform(),
            effective_rank: log_between(1.0, settings.neurons as f64, stream),
            slope: between(0.0, 0.25, stream),
            gradient: log_between(1e-3, 1e3, stream),
            histogram: Vec::new(),
        };
        Measured { layers: (0..settings.layers).map(layer).collect() }
    }

    /// The spread stays even where the statements say that it does not, and the other way round; nothing
    /// crowds or piles up, and the gradient reaches the first layer.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let of_next_layer = match arm.to_string().as_str() {
            "sigmoid, Xavier" | "tanh, Xavier" | "ReLU, He" => 0.2,
            _ => 0.95,
        };
        let layer = |i: usize| Layer {
            mean: 0.5,
            std: 0.29 * f64::powi(of_next_layer, i as i32) * between(0.95, 1.05, stream),
            at_the_ends: 0.1,
            effective_rank: 50.0,
            slope: 0.2,
            gradient: between(0.95, 1.05, stream),
            histogram: Vec::new(),
        };
        Measured { layers: (0..settings.layers).map(layer).collect() }
    }
}
