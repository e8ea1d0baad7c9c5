//! What Burn passes back through single nodes (B2, B3).

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};
use training::trial::Trial;

use super::tensors::{leaf, values_of};

/// What Burn passes back through one node.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Passed {
    /// The two inputs.
    pub inputs: [f64; 2],
    /// The derivative that comes from above.
    pub upstream: f64,
    /// What an addition passes to each input.
    pub by_addition: [f64; 2],
    /// What a multiplication passes to each input.
    pub by_multiplication: [f64; 2],
}

/// Numbers with few bits, so that the products of two of them are exact even in 32 bits. The first two
/// are the book's; its upstream derivative of 1.3 has too many bits.
const INPUTS: [f64; 5] = [10.0, 5.0, -3.0, 0.5, 0.0];
const UPSTREAM: [f64; 3] = [1.25, 1.0, -2.0];

/// How many nodes of each kind there are: one for each pair of inputs and each derivative from above.
pub const NODES: usize = UPSTREAM.len() * INPUTS.len() * INPUTS.len();

/// What an addition and a multiplication of every pair of inputs pass back.
pub fn pass_through_nodes(trial: &Trial) -> Vec<Passed> {
    let mut all = Vec::new();
    for upstream in UPSTREAM {
        for inputs in INPUTS.iter().flat_map(|&x| INPUTS.map(|y| [x, y])) {
            let back = |node: fn(Tensor<1>, Tensor<1>) -> Tensor<1>| {
                let [x, y] = inputs.map(|input| leaf(&[input], [1], trial));
                let gradients = (node(x.clone(), y.clone()) * upstream).backward();
                [x, y].map(|input| values_of(input.grad(&gradients).expect("both inputs count"))[0])
            };
            let (by_addition, by_multiplication) = (back(|x, y| x + y), back(|x, y| x * y));
            all.push(Passed { inputs, upstream, by_addition, by_multiplication });
        }
    }
    all
}
