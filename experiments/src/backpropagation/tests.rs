//! The claims on made-up records.

use super::claims::{BOOK_APPLES, BOOK_ORANGES};
use super::gradient_check::Check;
use super::graph::Passes;
use super::node::Passed;
use super::*;
use lab::cli::default_settings;
use lab::verdict::Verdict;

/// A record whose numbers are all wrong by `off`.
fn made_up(off: f64) -> RecordOf<Backpropagation> {
    let graph = |book: &[f64]| {
        let automatic: Vec<f64> = book.iter().map(|x| x + off).collect();
        let derivatives = book[1..].to_vec();
        vec![Measured::Graph(Passes { values: vec![book[0]], derivatives, automatic })]
    };
    let passed = Passed {
        inputs: [10.0, 5.0],
        upstream: 1.3,
        by_addition: [1.3, 1.3 + off],
        by_multiplication: [6.5 + off, 13.0],
    };
    let check = Check {
        parameters: 100,
        differences: vec![1e-10 + off; 4],
        sizes: vec![1e-2; 4],
        off_by_hand: off,
        forward: 1000,
        backpropagation: 2900 + (1e4 * off) as u64,
        central_differences: 200_000 + (1e4 * off) as u64,
    };
    RecordOf::<Backpropagation>::made_up(
        default_settings::<Backpropagation>(),
        [
            ("apples", graph(&BOOK_APPLES)),
            ("apples and oranges", graph(&BOOK_ORANGES)),
            ("nodes", vec![Measured::Nodes { passed: vec![passed] }]),
            ("50 hidden neurons", vec![Measured::Check(check)]),
        ],
    )
}

#[test]
fn what_is_false_does_not_hold() {
    let verdicts =
        |off| Backpropagation::claims(&made_up(off)).into_iter().map(|claim| claim.verdict);
    assert_eq!(verdicts(0.0).collect::<Vec<_>>(), [Verdict::Holds; 19]);
    assert_eq!(verdicts(0.1).collect::<Vec<_>>(), [Verdict::DoesNotHold; 19]);
}
