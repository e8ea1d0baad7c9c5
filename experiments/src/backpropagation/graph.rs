//! Computation graphs: values flow forward, derivatives back, node by node.

use burn::tensor::Tensor;
use figures::Diagram;
use serde::{Deserialize, Serialize};

use super::{leaf, values_of};
use lab::verdict::{Claim, claim};
use training::trial::Trial;

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

    /// An addition passes the upstream derivative on (B2), a multiplication multiplies it by the
    /// other input (B3).
    fn backward(self, upstream: f64, x: f64, y: f64) -> [f64; 2] {
        match self {
            Self::Add => [upstream, upstream],
            Self::Multiply => [upstream * y, upstream * x],
        }
    }

    /// How it is drawn.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Multiply => "×",
        }
    }
}

/// A computation graph. Its values are numbered: the inputs, then what each node computes; the last
/// is the output.
pub struct Graph {
    /// What it is the price of.
    pub name: &'static str,
    /// Each input's name and value.
    pub inputs: &'static [(&'static str, f64)],
    /// Each node, its two inputs, and its column and row in the drawing.
    pub nodes: &'static [(Node, usize, usize, [f64; 2])],
    /// The output, then the derivative by each input, as the book has them.
    pub expected: &'static [f64],
}

/// 2 apples at 100, tax 1.1.
pub const APPLES: Graph = Graph {
    name: "apples",
    inputs: &[("apple", 100.0), ("number of\napples", 2.0), ("tax", 1.1)],
    nodes: &[(Node::Multiply, 0, 1, [1.2, 0.5]), (Node::Multiply, 3, 2, [2.5, 1.25])],
    expected: &[220.0, 2.2, 110.0, 200.0],
};

/// And 3 oranges at 150.
pub const ORANGES: Graph = Graph {
    name: "apples and oranges",
    inputs: &[
        ("apple", 100.0),
        ("number of\napples", 2.0),
        ("orange", 150.0),
        ("number of\noranges", 3.0),
        ("tax", 1.1),
    ],
    nodes: &[
        (Node::Multiply, 0, 1, [1.2, 0.5]),
        (Node::Multiply, 2, 3, [1.2, 2.5]),
        (Node::Add, 5, 6, [2.4, 1.5]),
        (Node::Multiply, 7, 4, [3.6, 2.5]),
    ],
    expected: &[715.0, 2.2, 110.0, 3.3, 165.0, 650.0],
};

/// The values and the derivatives of the output in a graph.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Passes {
    /// Forward, node by node: the inputs, then each node's output.
    pub values: Vec<f64>,
    /// Backward, node by node: the derivative of the output by each of the values.
    pub derivatives: Vec<f64>,
    /// By Burn: the output, then the derivative by each input.
    pub automatic: Vec<f64>,
}

impl Graph {
    /// Forward and backward by hand, and by Burn.
    pub fn passes(&self, trial: &Trial) -> Passes {
        let mut values: Vec<f64> = self.inputs.iter().map(|(_, value)| *value).collect();
        for &(node, a, b, _) in self.nodes {
            values.push(node.forward(values[a], values[b]));
        }
        let mut derivatives = vec![0.0; values.len()];
        derivatives[values.len() - 1] = 1.0;
        for (i, &(node, a, b, _)) in self.nodes.iter().enumerate().rev() {
            let upstream = derivatives[self.inputs.len() + i];
            let [by_a, by_b] = node.backward(upstream, values[a], values[b]);
            derivatives[a] += by_a;
            derivatives[b] += by_b;
        }

        let inputs: Vec<Tensor<1>> =
            self.inputs.iter().map(|(_, x)| leaf(&[*x], [1], trial)).collect();
        let mut tensors = inputs.clone();
        for &(node, a, b, _) in self.nodes {
            let (a, b) = (tensors[a].clone(), tensors[b].clone());
            tensors.push(match node {
                Node::Add => a + b,
                Node::Multiply => a * b,
            });
        }
        let output = &tensors[tensors.len() - 1];
        let gradients = output.backward();
        let of = |x: &Tensor<1>| values_of(x.grad(&gradients).expect("every input counts"))[0];
        let automatic =
            values_of(output.clone()).into_iter().chain(inputs.iter().map(of)).collect();
        Passes { values, derivatives, automatic }
    }

    /// That its numbers are the book's, as claims (B1).
    pub fn claims(&self, passes: &Passes) -> Vec<Claim> {
        let mut claims = Vec::new();
        let price = format!("price of {}", self.name);
        let derivative = |(name, _): &(&str, f64)| {
            format!("derivative of the {price} by the {}", name.replace('\n', " "))
        };
        let sentences = std::iter::once(price.clone()).chain(self.inputs.iter().map(derivative));
        for (i, sentence) in sentences.enumerate() {
            claims.push(
                claim("B1", sentence)
                    .because("32-bit numbers, all that some backends have, round 715 at 6e-5")
                    .equals(self.expected[i], 1e-4, passes.automatic[i]),
            );
        }
        let node_by_node = std::iter::once(passes.values[passes.values.len() - 1]);
        let node_by_node =
            node_by_node.chain(passes.derivatives[..self.inputs.len()].iter().copied());
        let off =
            node_by_node.zip(&passes.automatic).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        claims.push(
            claim(
                "B1",
                format!(
                    "node by node and by Burn, {} give the same numbers (largest difference)",
                    self.name
                ),
            )
            .because("as above")
            .equals(0.0, 1e-4, off),
        );
        claims
    }

    /// The graph with what flows along its edges.
    pub fn diagram(&self, passes: &Passes) -> Diagram {
        let mut diagram = Diagram::new(format!(
            "The price of {}, and what it depends on how much",
            self.name
        ))
        .alt(format!(
            "A computation graph from the inputs to the price, {}, with each value above its edge \
                 and the derivative of the price below it.",
            short(passes.automatic[0])
        ));
        let names = self.inputs.iter().enumerate();
        let mut places: Vec<usize> =
            names.map(|(row, (name, _))| diagram.name(0.0, row as f64, *name)).collect();
        for &(node, a, b, [column, row]) in self.nodes {
            let place = diagram.operation(column, row, node.sign());
            for from in [a, b] {
                diagram.edge(
                    places[from],
                    place,
                    short(passes.values[from]),
                    short(passes.derivatives[from]),
                );
            }
            places.push(place);
        }
        let last = self.nodes[self.nodes.len() - 1].3;
        let (price, end) = (diagram.name(last[0] + 1.1, last[1], "price"), places.len() - 1);
        diagram.edge(places[end], price, short(passes.values[end]), short(passes.derivatives[end]));
        diagram
    }
}

/// A number for an edge: without the noise of its last bits.
pub fn short(x: f64) -> String {
    ((x * 1e6).round() / 1e6).to_string()
}
