use super::*;
use crate::shared::epochs::ended;
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds};

fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let arms = ["λ = 0", "λ = 0.1", "ours, λ = 0", "ours, λ = 0.003"];
    let ends = [&without, &with, &without, &with].map(|curves| vec![curves.clone(); 6]);
    let settings = default_settings::<WeightDecay>();
    let record = Record::made_up(settings, arms.into_iter().zip(ends));
    WeightDecay::claims(&record).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_say_what_is_so_and_what_is_not() {
    assert_eq!(verdicts(ended(1.0, 0.7, 12.0), ended(0.9, 0.8, 8.0)), [Holds; 6]);
    assert_eq!(verdicts(ended(0.9, 0.8, 8.0), ended(1.0, 0.7, 12.0)), [DoesNotHold; 6]);
}
