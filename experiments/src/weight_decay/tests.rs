use super::WeightDecay;
use super::claims::claims;
use crate::shared::epochs::ended;
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds};
use training::epochs::Curves;

fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let arms = ["λ = 0", "λ = 0.1", "ours, λ = 0", "ours, λ = 0.003"];
    let ends = [&without, &with, &without, &with].map(|curves| vec![curves.clone(); 6]);
    let settings = default_settings::<WeightDecay>();
    let record = Record::made_up(settings, arms.into_iter().zip(ends));
    claims(&record).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(ended(1.0, 0.7, 12.0), ended(0.9, 0.8, 8.0)), [Holds; 6]);
    assert_eq!(verdicts(ended(0.9, 0.8, 8.0), ended(1.0, 0.7, 12.0)), [DoesNotHold; 6]);
}
