//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::losses::Losses;

/// The verdicts when SGD ends at the test loss `constant` without decay and at `falling` with it.
fn verdicts(constant: f64, falling: f64) -> Vec<Verdict> {
    let settings = default_settings::<LearningRateDecay>();
    let arms = LearningRateDecay::arms(&settings).into_iter().map(|arm| {
        let loss = if arm.way == claims::CONSTANT { constant } else { falling };
        let trial = |seed: i32| Measured {
            losses: Losses { losses: vec![0.1; 200], diverged_at: None },
            test_loss: loss * (1.0 + 0.01 * f64::from(seed)),
            test_accuracy: 0.9,
        };
        (arm.to_string(), (0..10).map(trial).collect())
    });
    let arms: Vec<_> = arms.collect();
    let claims = LearningRateDecay::claims(&Record::made_up(settings, arms));
    claims.into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(0.12, 0.1), [Holds; 8]);
    assert_eq!(verdicts(0.1, 0.12), [DoesNotHold; 8]);
    assert_eq!(verdicts(0.1, 0.1), [DoesNotHold; 8]);
    assert_eq!(verdicts(f64::INFINITY, 0.1), [Undecided; 8]);
}

#[test]
fn each_arm_has_a_learning_rate() {
    let settings = default_settings::<LearningRateDecay>();
    assert!(LearningRateDecay::check(&settings).is_ok());
    assert!(
        LearningRateDecay::check(&Settings { learning_rates: vec![0.1; 6], ..settings }).is_err()
    );
}
