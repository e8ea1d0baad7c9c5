//! B1–B3 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::statistics::largest;

use super::figure::{checks, passed, passes};
use super::gradient_check::Check;
use super::graph::{APPLES, Graph, ORANGES, Passes};
use super::node::Passed;
use super::trial::Backpropagation;

/// The book's numbers for [`APPLES`]: the price, then its derivative with respect to each input.
pub const BOOK_APPLES: [f64; 4] = [220.0, 2.2, 110.0, 200.0];
/// The book's numbers for [`ORANGES`], in the same order.
pub const BOOK_ORANGES: [f64; 6] = [715.0, 2.2, 110.0, 3.3, 165.0, 650.0];

/// The claims: first what the statement says about networks, then the book's numbers, then the nodes.
pub fn claims(record: &RecordOf<Backpropagation>) -> Vec<Claim> {
    let mut claims = gradients_are_cheap(&checks(record), record.settings.h);
    let graphs = [(&APPLES, &BOOK_APPLES[..]), (&ORANGES, &BOOK_ORANGES[..])];
    for (graph, book) in graphs {
        let found = passes(record, graph).into_iter();
        claims.extend(found.flat_map(|passes| graph_is_the_books(graph, book, passes)));
    }
    claims.extend(passed(record).into_iter().flat_map(nodes_follow_their_rules));
    claims
}

/// B1: the gradient of numerical differentiation, at the cost of a few forward passes. `h` is the step
/// of the central differences.
fn gradients_are_cheap(checks: &[(&str, &Check)], h: f64) -> Vec<Claim> {
    if checks.is_empty() {
        return Vec::new();
    }
    let worst =
        |number: &dyn Fn(&Check) -> f64| largest(checks.iter().map(|(_, check)| number(check)));
    let difference = worst(&|check: &Check| largest(check.differences.iter().copied()));
    let share = worst(&|check: &Check| {
        let shares =
            check.differences.iter().zip(&check.sizes).map(|(difference, size)| difference / size);
        largest(shares)
    });
    let passes = worst(&|check: &Check| check.backpropagation as f64 / check.forward as f64);
    let off_counted = worst(&|check: &Check| {
        (check.central_differences as f64 / check.forward as f64 - 2.0 * check.parameters as f64)
            .abs()
    });
    vec![
        claim(
            "B1",
            "on images, backpropagation and central differences agree (largest mean absolute \
             difference per parameter, over W₁, b₁, W₂, b₂)",
        )
        .because(
            "a central difference is off by about h² times a third derivative, which is below 1 here",
        )
        .is("below h²", difference, difference < h.powi(2)),
        claim(
            "B1",
            "the difference is small compared with the derivatives themselves (largest ratio of the \
             means)",
        )
        .because("an absolute difference would be small for tiny derivatives too, and for zeros")
        .is("below 1e-5", share, share < 1e-5),
        claim("B1", "backpropagation by hand and by Burn agree (largest difference)")
            .because("some backends have only 32-bit numbers, whose rounding errors are about 1e-7")
            .equals(0.0, 1e-6, worst(&|check| check.off_by_hand)),
        claim(
            "B1",
            "at every width, backpropagation computes a whole gradient at the cost of at most three \
             forward passes (forward passes)",
        )
        .because("the backward pass has two matrix products for each one of the forward pass")
        .is("at most 3", passes, passes <= 3.0),
        claim(
            "B1",
            "central differences cost two forward passes for each parameter (largest deviation)",
        )
        .because("one with the parameter raised by h and one with it lowered by h")
        .is("0", off_counted, off_counted == 0.0),
    ]
}

/// B1: the numbers of a graph are the book's.
fn graph_is_the_books(graph: &Graph, book: &[f64], passes: &Passes) -> Vec<Claim> {
    let price = format!("the price of {}", graph.name);
    let derivative =
        |(name, _): &(&str, f64)| format!("the derivative of {price} with respect to the {name}");
    let sentences = std::iter::once(price.clone()).chain(graph.inputs.iter().map(derivative));
    let mut claims: Vec<Claim> = sentences
        .zip(book.iter().zip(&passes.automatic))
        .map(|(sentence, (&book, &automatic))| {
            claim("B1", format!("{sentence} is the book's value"))
                .because("some backends have only 32-bit numbers, which round 715 to within 6e-5")
                .equals(book, 1e-4, automatic)
        })
        .collect();

    let output = passes.values[passes.values.len() - 1];
    let derivatives = &passes.derivatives[..graph.inputs.len()];
    let node_by_node = std::iter::once(&output).chain(derivatives);
    let off = largest(node_by_node.zip(&passes.automatic).map(|(a, b)| (a - b).abs()));
    let sentence = format!(
        "computed node by node, the graph of {} gives the same numbers as by Burn (largest difference)",
        graph.name
    );
    claims.push(
        claim("B1", sentence)
            .because("32-bit rounding, as for the numbers themselves")
            .equals(0.0, 1e-4, off),
    );
    claims
}

/// B2: ∂L/∂x = ∂L/∂z for z = x + y. B3: ∂L/∂x = ∂L/∂z · y for z = x y.
fn nodes_follow_their_rules(passed: &[Passed]) -> [Claim; 2] {
    let wrong = |rule: fn(&Passed) -> bool| passed.iter().filter(|passed| !rule(passed)).count();
    let addition = wrong(|p| p.by_addition == [p.upstream; 2]);
    let multiplication =
        wrong(|p| p.by_multiplication == [p.upstream * p.inputs[1], p.upstream * p.inputs[0]]);
    let cases = passed.len();
    let claim = |id, sentence: &str, exceptions: usize| {
        claim(id, format!("{sentence} (exceptions among {cases} cases)"))
            .because("32-bit numbers hold the products of these inputs exactly, without rounding")
            .is("no exceptions", exceptions as f64, exceptions == 0)
    };
    [
        claim(
            "B2",
            "an addition passes the upstream derivative on unchanged, to the last bit",
            addition,
        ),
        claim(
            "B3",
            "a multiplication passes on the upstream derivative times the other input, to the last bit",
            multiplication,
        ),
    ]
}
