use super::trial::{Measured, NETWORK, TwoLayerNet};
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::losses::Losses;

/// The verdicts on networks that end with these accuracies.
fn verdicts(training: f64, test: f64) -> Vec<Verdict> {
    let trial = |seed: i32| Measured {
        judged_at: vec![0, 600],
        training: vec![0.1, training + 0.0001 * f64::from(seed)],
        test: vec![0.1, test],
        losses: Losses::default(),
    };
    let settings = default_settings::<TwoLayerNet>();
    let record = Record::made_up(settings, [(NETWORK, (0..10).map(trial).collect())]);
    super::claims::claims(&record).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(0.95, 0.94), [Holds, Holds]);
    assert_eq!(verdicts(1.0, 0.85), [DoesNotHold, DoesNotHold]);
    assert_eq!(verdicts(f64::NAN, f64::NAN), [Undecided, Undecided]);
}
