use super::trial::{Measured, NETWORK, TwoLayerNet};
use lab::cli::default_settings;
use lab::experiment::{Drawing, RecordOf};
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::losses::Losses;

/// A record of so many networks that end with these accuracies.
fn record(seeds: i32, training: f64, test: f64) -> RecordOf<TwoLayerNet> {
    let trial = |seed: i32| Measured {
        judged_at: vec![0, 600],
        training: vec![0.1, training + 0.0001 * f64::from(seed)],
        test: vec![0.1, test],
        losses: Losses::default(),
    };
    let settings = default_settings::<TwoLayerNet>();
    Record::made_up(settings, [(NETWORK, (0..seeds).map(trial).collect())])
}

/// The verdicts on ten of them.
fn verdicts(training: f64, test: f64) -> Vec<Verdict> {
    let claims = super::claims::claims(&record(10, training, test));
    claims.iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_title_needs_enough_seeds() {
    let title = |seeds, training, test| {
        let figures = super::figure::figures(&record(seeds, training, test));
        let Drawing::Figure(figure) = &figures[0].1 else { panic!("a figure") };
        figure.title().to_owned()
    };
    assert!(title(10, 0.95, 0.94).ends_with("end only 1.0 percentage points apart"));
    let neutral = "Training and test accuracy of the two-layer network";
    assert_eq!([title(1, 0.95, 0.94), title(10, 1.0, 0.85), title(10, 0.3, 0.3)], [neutral; 3]);
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(0.95, 0.94), [Holds, Holds]);
    assert_eq!(verdicts(1.0, 0.85), [DoesNotHold, DoesNotHold]);
    assert_eq!(verdicts(f64::NAN, f64::NAN), [Undecided, Undecided]);
}
