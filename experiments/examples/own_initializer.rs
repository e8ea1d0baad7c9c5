//! Adds an initializer that Burn does not have, sparse weights, next to Xavier and He. Explained in
//! docs/guides/own_initializer.md
//!
//! `cargo run -p experiments --example own_initializer -- weight_init_comparison`

use std::process::ExitCode;

use experiments::commands::root;
use extensions::initializers::{Initializer, fan_in};
use extensions::random::Stream;
use training::initializers::{INITIALIZERS, entry};

/// Each neuron gets weights to `connections` of its inputs, chosen at random; the others are 0 (Martens 2010,
/// "Deep learning via Hessian-free optimization", section 5). Martens draws the weights from N(0, 1). Here they
/// have the variance 2 / connections, by He's argument: a ReLU halves the sum of that many squares.
pub struct Sparse {
    /// The number of weights of a neuron that are not 0.
    pub connections: usize,
}

impl Initializer for Sparse {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let mut weights = vec![0.0; shape.iter().product()];
        let inputs = fan_in(shape);
        let neurons = weights.len() / inputs;
        let connections = self.connections.min(inputs);
        let std = (2.0 / connections as f64).sqrt();
        for neuron in 0..neurons {
            for &input in &stream.permutation(inputs)[..connections] {
                let place = match shape {
                    [_, _] => input * neurons + neuron, // [inputs, neurons]: a linear layer
                    _ => neuron * inputs + input,       // [neurons, ...]: a convolution
                };
                weights[place] = (std * stream.normal()) as f32;
            }
        }
        weights
    }
}

fn main() -> ExitCode {
    INITIALIZERS.add(entry("sparse", &Sparse { connections: 15 }));
    root::main()
}
