//! B2 and B3: what Burn passes back through single nodes.

use burn::tensor::Tensor;
use figures::Diagram;
use serde::{Deserialize, Serialize};

use super::graph::{Node, short};
use super::{leaf, values_of};
use lab::verdict::{Claim, claim};
use training::trial::Trial;

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

/// Numbers with few bits, so that products of two of them are exact in 32 bits as well. The first
/// two are the book's, whose upstream derivative of 1.3 has too many bits.
const INPUTS: [f64; 5] = [10.0, 5.0, -3.0, 0.5, 0.0];
const UPSTREAM: [f64; 3] = [1.25, 1.0, -2.0];

/// What comes back through an addition and a multiplication of every pair of inputs.
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

/// B2 and B3 as claims.
pub fn claims(passed: &[Passed]) -> Vec<Claim> {
    let wrong = |rule: fn(&Passed) -> bool| passed.iter().filter(|passed| !rule(passed)).count();
    let addition = wrong(|p| p.by_addition == [p.upstream; 2]);
    let multiplication =
        wrong(|p| p.by_multiplication == [p.upstream * p.inputs[1], p.upstream * p.inputs[0]]);
    let rule = "no exception";
    let why = "the inputs are such that 32-bit numbers hold their products exactly, so nothing is rounded";
    let cases = passed.len();
    vec![
        claim("B2", format!("an addition passes the upstream derivative on unchanged, to the last bit (exceptions among {cases} cases)"))
            .because(why)
            .is(rule, addition as f64, addition == 0),
        claim("B3", format!("a multiplication passes it on times the other input, to the last bit (exceptions among {cases} cases)"))
            .because(why)
            .is(rule, multiplication as f64, multiplication == 0),
    ]
}

/// The two nodes, with one example of what is passed back.
pub fn diagram(passed: &Passed) -> Diagram {
    let mut diagram = Diagram::new("An addition passes on, a multiplication swaps").alt(
        "Two graphs of one node. The addition passes the upstream derivative to both inputs \
              unchanged; the multiplication passes it on times the other input.",
    );
    let [x, y] = passed.inputs;
    for (row, node, back) in
        [(0.0, Node::Add, passed.by_addition), (1.8, Node::Multiply, passed.by_multiplication)]
    {
        let operation = diagram.operation(1.5, row + 0.5, node.sign());
        for (i, (name, value)) in [("x", x), ("y", y)].into_iter().enumerate() {
            let input = diagram.name(0.0, row + i as f64, name);
            diagram.edge(input, operation, short(value), short(back[i]));
        }
        let output = diagram.name(3.0, row + 0.5, if row == 0.0 { "x + y" } else { "x · y" });
        diagram.edge(operation, output, short(node.forward(x, y)), short(passed.upstream));
    }
    diagram
}
