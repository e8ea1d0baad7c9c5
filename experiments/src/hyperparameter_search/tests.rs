//! The claim on made-up records, and what a search may not do.

use extensions::random::{Purpose, Stream};
use lab::cli::default_settings;
use lab::experiment::{Experiment, View};
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};
use training::search::dimension::{Dimension, Point};
use training::search::plan::{Method, Plan};
use training::search::space::Space;
use training::search::tuning::Measured;

use super::settings::Settings;
use super::trial::{CHOSEN, HyperparameterSearch, finalists};

fn trial(validation: f64, test: Option<f64>) -> Measured {
    let point = vec![0.01, 1e-5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    Measured {
        configuration: Space::book().configuration(&point),
        point,
        epochs: 50,
        training: vec![1.0],
        validation: vec![validation],
        diverged: false,
        test,
    }
}

/// The verdicts if most configurations end at `median`, and one at `best`.
fn verdicts(median: f64, best: f64) -> Vec<Verdict> {
    let six = |validation: f64| -> Vec<Measured> {
        (0..6).map(|seed| trial(validation + 0.0001 * f64::from(seed), None)).collect()
    };
    let mut arms = vec![("best".to_owned(), six(best))];
    arms.extend((0..99).map(|i| (format!("trial {i}"), six(median))));
    arms.push((CHOSEN.into(), six(best)));
    let record = Record::made_up(default_settings::<HyperparameterSearch>(), arms);
    HyperparameterSearch::claims(&record).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    assert_eq!(verdicts(0.2, 0.8), [Holds]);
    // The configurations differ by luck alone.
    assert_eq!(verdicts(0.7, 0.8), [DoesNotHold]);
}

#[test]
fn one_configuration_alone_decides_nothing() {
    let mut settings = default_settings::<HyperparameterSearch>();
    settings.plan.trials = 1;
    let arms = ["only", CHOSEN].map(|arm| (arm, vec![trial(0.8, None); 6]));
    let claims = HyperparameterSearch::claims(&Record::made_up(settings, arms));
    assert_eq!((claims[0].verdict, claims[0].is_measured()), (Undecided, false));
}

#[test]
fn a_trial_that_diverged_or_was_stopped_early_is_never_chosen() {
    let diverged = Measured { diverged: true, ..trial(0.9, None) };
    let stopped = Measured { epochs: 2, ..trial(0.8, None) };
    let trials = [diverged, stopped, trial(0.3, None), trial(0.5, None), trial(0.5, Some(0.1))];
    let best: Vec<f64> = finalists(&trials).iter().map(|trial| trial.score()).collect();
    assert_eq!(best, [0.5, 0.5, 0.3, 0.0]);
    assert_eq!(finalists(&trials)[0].test, None, "of equal scores the earlier");
}

#[test]
fn settings_that_cannot_be_searched_are_rejected() {
    let settings = default_settings::<HyperparameterSearch>();
    assert_eq!(HyperparameterSearch::check(&settings), Ok(()));
    let rejected = |change: &dyn Fn(&mut Settings)| {
        let mut settings = settings.clone();
        change(&mut settings);
        HyperparameterSearch::check(&settings).unwrap_err().to_string()
    };
    let fixed = "learning_rate = 0.1\nweight_decay = 0";
    assert!(
        rejected(&|s| s.space = Space::from_toml(fixed).unwrap()).contains("nothing to search")
    );
    assert!(rejected(&|s| s.validation_share = 0.0001).contains("--validation-share"));
    let hyperband = rejected(&|s| {
        s.plan.strategy = Method::Hyperband;
        s.plan.trials = 10;
    });
    assert!(hyperband.contains("--trials is 10"), "{hyperband}");
}

/// More trials leave the first ones as they are, and each dimension draws in its turn.
#[test]
fn a_longer_search_begins_like_a_shorter_one() {
    let space = Space::book();
    let stream = || Stream::new(1, Purpose::Search);
    let points = |trials: usize| -> Vec<Point> {
        let plan = Plan { trials, ..default_settings::<HyperparameterSearch>().plan };
        let strategy = plan.strategy(&space).unwrap();
        let slots = 0..strategy.slots().len();
        slots.map(|slot| strategy.propose(&space.dimensions(), slot, &[], stream())).collect()
    };
    let mut one_stream = stream();
    let by_hand: Vec<Point> = (0..5)
        .map(|_| space.dimensions().iter().map(|d: &Dimension| d.draw(&mut one_stream)).collect())
        .collect();
    assert_eq!(points(8)[..5], points(5));
    assert_eq!(points(5), by_hand);
}
