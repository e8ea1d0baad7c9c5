//! The claims on made-up records.

use super::gradient_check::Check;
use super::graph::{APPLES, ORANGES, Passes};
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
            ("apples", graph(APPLES.book)),
            ("apples and oranges", graph(ORANGES.book)),
            ("nodes", vec![Measured::Nodes { passed: vec![passed] }]),
            ("50 hidden neurons", vec![Measured::Check(check)]),
        ],
    )
}

#[test]
fn what_is_false_does_not_hold() {
    let verdicts =
        |off| Backpropagation::claims(&made_up(off)).into_iter().map(|claim| claim.verdict);
    assert_eq!(verdicts(0.0).collect::<Vec<_>>(), [Verdict::Holds; 9]);
    assert_eq!(verdicts(0.1).collect::<Vec<_>>(), [Verdict::DoesNotHold; 9]);
}

/// A cost that grows with the width is no constant number of forward passes, even if it is small.
#[test]
fn a_cost_that_grows_with_the_width_is_noticed() {
    let verdict = |costs: [u64; 2]| {
        let mut record = made_up(0.0);
        let mut network = record.arms.pop().expect("the network");
        for (name, cost) in ["2 hidden neurons", "50 hidden neurons"].into_iter().zip(costs) {
            network.name = name.into();
            let Measured::Check(check) = &mut network.trials[0].measured else { unreachable!() };
            check.backpropagation = cost;
            record.arms.push(network.clone());
        }
        Backpropagation::claims(&record)[3].verdict
    };
    assert_eq!(verdict([2900, 2900]), Verdict::Holds);
    assert_eq!(verdict([2000, 2900]), Verdict::DoesNotHold);
}

/// No number that a claim is about is missing from the table.
#[test]
fn the_table_has_the_numbers_of_the_graphs() {
    let table = Backpropagation::table(&made_up(0.0));
    assert_eq!(table.rows[0][..3], ["price of apples, 220", "3", "2.2, 110, 200"]);
    let [name, derivatives] = ["price of apples and oranges, 715", "2.2, 110, 3.3, 165, 650"];
    assert_eq!(table.rows[1][..3], [name, "5", derivatives]);
}
