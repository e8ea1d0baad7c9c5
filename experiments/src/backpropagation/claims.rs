//! B1–B3 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;
use training::statistics::largest;

use super::figure::{checks, passed, passes};
use super::gradient_check::Check;
use super::graph::{APPLES, Graph, ORANGES, Passes};
use super::node::Passed;
use super::trial::Backpropagation;

/// The claims: first what the statement says about networks, then the book's numbers, then the nodes.
pub fn claims(record: &RecordOf<Backpropagation>) -> Vec<Claim> {
    let mut claims = gradients_are_cheap(&checks(record), record.settings.h);
    claims.extend(graphs_are_the_books(record));
    claims.extend(passed(record).into_iter().flat_map(nodes_follow_their_rules));
    claims
}

/// B1: the gradient of numerical differentiation, at the cost of a few forward passes. `h` is the step
/// of the central differences.
fn gradients_are_cheap(checks: &[(usize, &Check)], h: f64) -> Vec<Claim> {
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
    let in_passes = checks.iter().map(|(_, c)| c.backpropagation as f64 / c.forward as f64);
    let [least, most] = [-largest(in_passes.clone().map(|passes| -passes)), largest(in_passes)];
    let off_counted = worst(&|check: &Check| {
        (check.central_differences as f64 / check.forward as f64 - 2.0 * check.parameters as f64)
            .abs()
    });
    vec![
        claim(
            "B1",
            tr!("on images, backpropagation and central differences agree (largest mean absolute \
             difference per parameter, over W₁, b₁, W₂, b₂)"),
        )
        .because(
            tr!("a central difference is off by about h² times a third derivative, which is below 1 here"),
        )
        .is(tr!("below h²"), difference, difference < h.powi(2)),
        claim(
            "B1",
            tr!("the difference is small compared with the derivatives themselves (largest ratio of the \
             means)"),
        )
        .because(tr!("an absolute difference would be small for tiny derivatives too, and for zeros"))
        .is(tr!("below 1e-5"), share, share < 1e-5),
        claim("B1", tr!("backpropagation by hand and by Burn agree (largest difference)"))
            .because(tr!("some backends have only 32-bit numbers, whose rounding errors are about 1e-7"))
            .equals(0.0, 1e-6, worst(&|check| check.off_by_hand)),
        claim(
            "B1",
            tr!("backpropagation computes a whole gradient at the cost of at most three forward passes, and of \
             the same number at every width (forward passes, at the most costly width)"),
        )
        .because(
            tr!("the backward pass has two matrix products for each one of the forward pass, however many \
             parameters there are"),
        )
        .is(tr!("at most 3, and at most a tenth more than at the least costly width"), most, most <= 3.0 && most <= 1.1 * least),
        claim(
            "B1",
            tr!("central differences cost two forward passes for each parameter (largest difference between the \
             number of passes and twice the number of parameters)"),
        )
        .because(tr!("one with the parameter raised by h and one with it lowered by h"))
        .is("0", off_counted, off_counted == 0.0),
    ]
}

/// B1: the numbers of the graphs are the book's.
fn graphs_are_the_books(record: &RecordOf<Backpropagation>) -> Vec<Claim> {
    let graphs = [&APPLES, &ORANGES].into_iter();
    let found: Vec<(&Graph, &Passes)> =
        graphs.filter_map(|graph| Some((graph, passes(record, graph)?))).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let numbers: usize = found.iter().map(|(graph, _)| graph.book.len()).sum();
    let off = |expected: &dyn Fn(&(&Graph, &Passes)) -> Vec<f64>| {
        let of_graph =
            |graph: &(&Graph, &Passes)| largest_difference(&graph.1.automatic, &expected(graph));
        largest(found.iter().map(of_graph))
    };
    vec![
        claim(
            "B1",
            tr!(
                "the prices of the book's baskets and their derivatives with respect to every input have \
                 the book's values (largest difference of {numbers} numbers)",
                numbers
            ),
        )
        .because(tr!("some backends have only 32-bit numbers, which round 715 to within 6e-5"))
        .equals(0.0, 1e-4, off(&|(graph, _)| graph.book.to_vec())),
        claim(
            "B1",
            tr!(
                "computed node by node, the graphs give the same numbers as Burn does (largest difference of \
                 {numbers} numbers)",
                numbers
            ),
        )
        .because(tr!("32-bit rounding, as for the numbers themselves"))
        .equals(0.0, 1e-4, off(&|(_, passes)| passes.node_by_node())),
    ]
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    largest(a.iter().zip(b).map(|(a, b)| (a - b).abs()))
}

/// B2: ∂L/∂x = ∂L/∂z for z = x + y. B3: ∂L/∂x = ∂L/∂z · y for z = x y.
fn nodes_follow_their_rules(passed: &[Passed]) -> [Claim; 2] {
    let wrong = |rule: fn(&Passed) -> bool| passed.iter().filter(|passed| !rule(passed)).count();
    let addition = wrong(|p| p.by_addition == [p.upstream; 2]);
    let multiplication =
        wrong(|p| p.by_multiplication == [p.upstream * p.inputs[1], p.upstream * p.inputs[0]]);
    let cases = passed.len();
    let claim = |id, sentence: String, exceptions: usize| {
        claim(id, sentence)
            .because(tr!(
                "32-bit numbers hold the products of these inputs exactly, without rounding"
            ))
            .is(tr!("no exceptions"), exceptions as f64, exceptions == 0)
    };
    [
        claim(
            "B2",
            tr!(
                "an addition passes the upstream derivative on unchanged, to the last bit (exceptions among \
                 {cases} cases)",
                cases
            ),
            addition,
        ),
        claim(
            "B3",
            tr!(
                "a multiplication passes on the upstream derivative times the other input, to the last bit \
                 (exceptions among {cases} cases)",
                cases
            ),
            multiplication,
        ),
    ]
}
