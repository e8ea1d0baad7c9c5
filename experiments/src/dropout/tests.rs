use super::Dropout;
use super::claims::claims;
use crate::shared::epochs::ended;
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds};
use training::epochs::Curves;

/// The verdicts where both settings end alike, without dropout and with it.
fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let arms = ["ratio = 0", "ratio = 0.2", "ours, ratio = 0", "ours, ratio = 0.1"];
    let ends = [&without, &with, &without, &with].map(|curves| vec![curves.clone(); 6]);
    let record = Record::made_up(default_settings::<Dropout>(), arms.into_iter().zip(ends));
    claims(&record).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(ended(1.0, 0.7, 12.0), ended(0.9, 0.8, 12.0)), [Holds; 4]);
    assert_eq!(verdicts(ended(0.9, 0.8, 12.0), ended(1.0, 0.7, 12.0)), [DoesNotHold; 4]);
}
