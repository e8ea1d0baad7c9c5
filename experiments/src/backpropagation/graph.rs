//! Computation graphs: values flow forward and derivatives flow back, node by node (B1).

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};
use training::trial::Trial;

use super::tensors::{leaf, values_of};

/// A node of a computation graph.
#[derive(Clone, Copy)]
pub enum Node {
    /// +
    Add,
    /// ×
    Multiply,
}

impl Node {
    /// The node's output.
    pub fn forward(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Add => x + y,
            Self::Multiply => x * y,
        }
    }

    /// An addition passes the upstream derivative on (B2); a multiplication multiplies it by the other
    /// input (B3).
    fn backward(self, upstream: f64, x: f64, y: f64) -> [f64; 2] {
        match self {
            Self::Add => [upstream, upstream],
            Self::Multiply => [upstream * y, upstream * x],
        }
    }
}

/// A computation graph. Its values are numbered: first the inputs, then the output of each node; the
/// last one is the output of the graph.
pub struct Graph {
    /// What it is the price of.
    pub name: &'static str,
    /// The name and the value of each input.
    pub inputs: &'static [(&'static str, f64)],
    /// Each node with its two inputs.
    pub nodes: &'static [(Node, usize, usize)],
    /// The book's numbers (section 5.1): the price, then its derivative with respect to each input.
    pub book: &'static [f64],
}

/// 2 apples at 100, with a tax of 1.1.
pub const APPLES: Graph = Graph {
    name: "apples",
    inputs: &[("apple", 100.0), ("number of apples", 2.0), ("tax", 1.1)],
    nodes: &[(Node::Multiply, 0, 1), (Node::Multiply, 3, 2)],
    book: &[220.0, 2.2, 110.0, 200.0],
};

/// The same with 3 oranges at 150.
pub const ORANGES: Graph = Graph {
    name: "apples and oranges",
    inputs: &[
        ("apple", 100.0),
        ("number of apples", 2.0),
        ("orange", 150.0),
        ("number of oranges", 3.0),
        ("tax", 1.1),
    ],
    nodes: &[
        (Node::Multiply, 0, 1),
        (Node::Multiply, 2, 3),
        (Node::Add, 5, 6),
        (Node::Multiply, 7, 4),
    ],
    book: &[715.0, 2.2, 110.0, 3.3, 165.0, 650.0],
};

/// The values of a graph and the derivatives of its output.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Passes {
    /// Forward, node by node: the inputs, then the output of each node.
    pub values: Vec<f64>,
    /// Backward, node by node: the derivative of the output with respect to each of the values.
    pub derivatives: Vec<f64>,
    /// By Burn: the output, then the derivative with respect to each input.
    pub automatic: Vec<f64>,
}

impl Passes {
    /// The output, then its derivative with respect to each input, node by node.
    pub fn node_by_node(&self) -> Vec<f64> {
        let inputs = self.automatic.len() - 1;
        let output = self.values[self.values.len() - 1];
        [output].into_iter().chain(self.derivatives[..inputs].iter().copied()).collect()
    }
}

impl Graph {
    /// Whether these can be passes of this graph: a number for each value, and Burn's for the output and each
    /// input.
    pub fn fits(&self, passes: &Passes) -> bool {
        let values = self.inputs.len() + self.nodes.len();
        passes.values.len() == values
            && passes.derivatives.len() == values
            && passes.automatic.len() == 1 + self.inputs.len()
    }

    /// Forward and backward by hand, and by Burn.
    pub fn passes(&self, trial: &Trial) -> Passes {
        let mut values: Vec<f64> = self.inputs.iter().map(|(_, value)| *value).collect();
        for &(node, a, b) in self.nodes {
            values.push(node.forward(values[a], values[b]));
        }
        let mut derivatives = vec![0.0; values.len()];
        derivatives[values.len() - 1] = 1.0;
        for (i, &(node, a, b)) in self.nodes.iter().enumerate().rev() {
            let upstream = derivatives[self.inputs.len() + i];
            let [by_a, by_b] = node.backward(upstream, values[a], values[b]);
            derivatives[a] += by_a;
            derivatives[b] += by_b;
        }
        Passes { values, derivatives, automatic: self.automatic(trial) }
    }

    /// The output and the derivatives with respect to the inputs, by Burn.
    fn automatic(&self, trial: &Trial) -> Vec<f64> {
        let inputs: Vec<Tensor<1>> =
            self.inputs.iter().map(|(_, x)| leaf(&[*x], [1], trial)).collect();
        let mut tensors = inputs.clone();
        for &(node, a, b) in self.nodes {
            let (a, b) = (tensors[a].clone(), tensors[b].clone());
            tensors.push(match node {
                Node::Add => a + b,
                Node::Multiply => a * b,
            });
        }
        let output = &tensors[tensors.len() - 1];
        let gradients = output.backward();
        let of = |x: &Tensor<1>| values_of(x.grad(&gradients).expect("every input counts"))[0];
        values_of(output.clone()).into_iter().chain(inputs.iter().map(of)).collect()
    }
}
