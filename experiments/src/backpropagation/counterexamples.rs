//! Gradients at random, and gradients that are wrong and expensive.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::gradient_check::Check;
use super::graph::{APPLES, Graph, ORANGES, Passes};
use super::node::Passed;
use super::settings::Settings;
use super::trial::{Arm, Backpropagation, Measured};
use crate::shared::made_up::log_between;

impl Counterexamples for Backpropagation {
    /// Derivatives of the right size, and any cost.
    fn noise(_: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let mut numbers =
            |n: usize, size: f64| -> Vec<f64> { (0..n).map(|_| size * stream.normal()).collect() };
        match arm {
            Arm::Apples | Arm::Oranges => {
                let graph = if let Arm::Apples = arm { &APPLES } else { &ORANGES };
                let (inputs, nodes) = (graph.inputs.len(), graph.nodes.len());
                Measured::Graph(Passes {
                    values: numbers(inputs + nodes, 200.0),
                    derivatives: numbers(inputs + nodes, 200.0),
                    automatic: numbers(1 + inputs, 200.0),
                })
            }
            Arm::Nodes => {
                let mut pair = || [(); 2].map(|()| numbers(1, 5.0)[0]);
                let mut passed = || Passed {
                    inputs: pair(),
                    upstream: pair()[0],
                    by_addition: pair(),
                    by_multiplication: pair(),
                };
                Measured::Nodes { passed: (0..75).map(|_| passed()).collect() }
            }
            Arm::Network(hidden) => {
                let mut sizes = || numbers(4, 1e-3).into_iter().map(f64::abs).collect();
                let (differences, sizes) = (sizes(), sizes());
                let off_by_hand = numbers(1, 1e-3)[0].abs();
                let [forward, backpropagation, central_differences] =
                    [(); 3].map(|()| log_between(1e4, 1e9, stream) as u64);
                Measured::Check(Check {
                    parameters: parameters(*hidden),
                    differences,
                    sizes,
                    off_by_hand,
                    forward,
                    backpropagation,
                    central_differences,
                })
            }
        }
    }

    /// All derivatives are wrong by a hundredth. Backpropagation costs a forward pass for each parameter,
    /// and central differences cost one instead of two.
    fn opposite(_: usize, _: &Settings, arm: &Arm, _: &mut Stream) -> Measured {
        let off = 0.01;
        let graph = |graph: &Graph| {
            let derivatives = graph.book[1..].to_vec();
            let automatic = graph.book.iter().map(|x| x + off).collect();
            Measured::Graph(Passes { values: vec![graph.book[0]], derivatives, automatic })
        };
        match arm {
            Arm::Apples => graph(&APPLES),
            Arm::Oranges => graph(&ORANGES),
            Arm::Nodes => {
                let passed = Passed {
                    inputs: [10.0, 5.0],
                    upstream: 1.25,
                    by_addition: [1.25, 1.25 + off],
                    by_multiplication: [6.25, 12.5 + off],
                };
                Measured::Nodes { passed: vec![passed] }
            }
            Arm::Network(hidden) => {
                let (parameters, forward) = (parameters(*hidden), 3 * 794 * *hidden as u64);
                Measured::Check(Check {
                    parameters,
                    differences: vec![off; 4],
                    sizes: vec![off; 4],
                    off_by_hand: off,
                    forward,
                    backpropagation: forward * parameters as u64,
                    central_differences: forward * parameters as u64,
                })
            }
        }
    }
}

/// How many parameters MNIST's 784-hidden-10 has.
fn parameters(hidden: usize) -> usize {
    795 * hidden + 10
}
