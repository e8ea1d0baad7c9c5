//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::losses::Losses;

/// A record of so many seeds in which an arm ends at about the test loss that `loss` returns.
fn record(seeds: i32, loss: impl Fn(Arm) -> f64) -> RecordOf<LearningRateDecay> {
    let settings = default_settings::<LearningRateDecay>();
    let arms = LearningRateDecay::arms(&settings).into_iter().map(|arm| {
        let loss = loss(arm);
        let trial = |seed: i32| Measured {
            losses: Losses { losses: vec![0.1; 200], diverged_at: None },
            test_loss: loss * (1.0 + 0.01 * f64::from(seed)),
            test_accuracy: 0.9,
        };
        (arm.to_string(), (0..seeds).map(trial).collect())
    });
    let arms: Vec<_> = arms.collect();
    Record::made_up(settings, arms)
}

/// The verdicts when SGD ends at the test loss `constant` without decay and at `falling` with it.
fn verdicts(constant: f64, falling: f64) -> Vec<Verdict> {
    let loss = |arm: Arm| if arm.way == claims::CONSTANT { constant } else { falling };
    let claims = LearningRateDecay::claims(&record(10, loss));
    claims.into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_title_says_what_the_intervals_show() {
    let title = |seeds, loss: &dyn Fn(Arm) -> f64| {
        let figures = LearningRateDecay::figures(&record(seeds, loss));
        let Drawing::Figure(figure) = &figures[0].1 else { panic!("a figure") };
        figure.title().to_owned()
    };
    let all =
        |falling: f64| move |arm: Arm| if arm.way == claims::CONSTANT { 0.2 } else { falling };
    let neutral = "Does SGD end with a lower loss if its learning rate falls?";
    assert_eq!(title(1, &all(0.1)), neutral);
    assert_eq!(title(10, &all(0.2)), neutral);
    let falls = "SGD ends with a lower loss if its learning rate falls";
    assert_eq!(title(10, &all(0.1)), falls);
    assert!(title(10, &all(0.3)).starts_with("None of SGD's schedules"));
    let cosine = Way::Sgd("cosine");
    let one = |arm: Arm| match arm.way == cosine && arm.batch_size == 10 {
        true => 0.1,
        false => all(0.3)(arm),
    };
    let only = "Of SGD's schedules, only one ends clearly below the best constant learning rate: cosine, batches \
                of 10";
    assert_eq!(title(10, &one), only);
    let small = |arm: Arm| all(if arm.batch_size == 10 { 0.1 } else { 0.3 })(arm);
    assert_eq!(title(10, &small), format!("{falls}, with mini-batches of 10"));
    let two = |arm: Arm| all(if arm.way == cosine { 0.1 } else { 0.3 })(arm);
    assert!(title(10, &two).starts_with("Not every falling learning rate"));
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
