//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds};
use training::losses::Losses;
use training::run::Run;

/// The record when each arm's loss falls in a straight line to the given end.
fn record(ends: [f32; 3]) -> RecordOf<WeightInitComparison> {
    let settings = default_settings::<WeightInitComparison>();
    let falling = |end: f32, seed: usize| {
        let noise = 0.001 * seed as f32;
        let losses = (0..=1000).map(|i| {
            std::f32::consts::LN_10
                + (end + noise - std::f32::consts::LN_10) * (i as f32 / 900.0).min(1.0)
        });
        let losses = Losses { losses: losses.collect(), diverged_at: None };
        Run { losses, test_accuracy: 0.5 }
    };
    let arms = WeightInitComparison::arms(&settings).into_iter().zip(ends);
    let arms =
        arms.map(|(arm, end)| (arm.to_string(), (0..10).map(|seed| falling(end, seed)).collect()));
    Record::made_up(settings.clone(), arms)
}

fn verdicts(ends: [f32; 3]) -> Vec<Verdict> {
    WeightInitComparison::claims(&record(ends)).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn claims_hold_or_do_not_hold_as_the_losses_say() {
    assert_eq!(verdicts([2.3, 0.4, 0.2]), [Holds; 6]);
    // std 0.01 learns, the others do not, and Xavier is faster than He.
    assert_eq!(verdicts([0.3, 1.5, 2.2]), [DoesNotHold; 6]);
}

#[test]
fn the_title_states_what_was_found() {
    let title = |ends| match WeightInitComparison::figures(&record(ends)).remove(0).1 {
        Drawing::Figure(figure) => figure.title().to_owned(),
        Drawing::Diagram(_) => unreachable!("it has axes"),
    };
    let found = title([2.3, 0.4, 0.2]);
    assert!(found.starts_with("With std 0.01 the network does not learn; He needs"), "{found}");
    let neutral = "How a network learns from different initial weights";
    assert_eq!([title([0.3, 1.5, 2.2]), title([2.3, 0.2, 0.4])], [neutral; 2]);
}
