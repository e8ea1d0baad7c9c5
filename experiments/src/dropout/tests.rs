use super::Dropout;
use super::claims::claims;
use crate::shared::epochs::ended;
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds};
use training::epochs::Curves;

/// The verdicts where all settings end alike, without dropout and with it.
fn verdicts(without: Curves, with: Curves) -> Vec<Verdict> {
    let settings = default_settings::<Dropout>();
    let arms = Dropout::arms(&settings).into_iter().map(|arm| {
        let curves = if arm.plan.dropout == 0.0 { &without } else { &with };
        (arm.name, vec![curves.clone(); 10])
    });
    let arms: Vec<_> = arms.collect();
    let claims = claims(&Record::made_up(settings, arms));
    claims.into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(ended(1.0, 0.7, 12.0), ended(0.9, 0.8, 12.0)), [Holds; 5]);
    assert_eq!(verdicts(ended(0.9, 0.8, 12.0), ended(1.0, 0.7, 12.0)), [DoesNotHold; 5]);
}
