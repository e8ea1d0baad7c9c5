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
    record_of(10, ends)
}

/// The same at so many seeds.
fn record_of(seeds: usize, ends: [f32; 3]) -> RecordOf<WeightInitComparison> {
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
        arms.map(|(arm, end)| (arm.to_string(), (0..seeds).map(|i| falling(end, i)).collect()));
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
    let title_of = |record| match WeightInitComparison::figures(&record).remove(0).1 {
        Drawing::Figure(figure) => figure.title().to_owned(),
        Drawing::Diagram(_) => unreachable!("it has axes"),
    };
    let title = |ends| title_of(record(ends));
    let found = title([2.3, 0.4, 0.2]);
    assert!(found.starts_with("With std 0.01 the network does not learn; He needs"), "{found}");
    let neutral = "How a network learns from different initial weights";
    assert_eq!([title([0.3, 1.5, 2.2]), title([2.3, 0.2, 0.4])], [neutral; 2]);
    // One seed shows nothing.
    assert_eq!(title_of(record_of(1, [2.3, 0.4, 0.2])), neutral);
}
