//! The claims on made-up records, and what a search may not do.

use extensions::random::{Purpose, Stream};
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment, RecordOf, View};
use lab::record::Record;
use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};
use lab::verdict::{Claim, Verdict};
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
        evaluated_after: vec![50],
        training: vec![1.0],
        validation: vec![validation],
        diverged: false,
        test,
    }
}

/// The record if the accuracy of a configuration is `score` of its learning rate and of a normal draw.
fn record(trials: usize, score: impl Fn(f64, f64) -> f64) -> RecordOf<HyperparameterSearch> {
    let mut settings = default_settings::<HyperparameterSearch>();
    settings.plan.trials = trials;
    let dimensions = settings.space.dimensions();
    let mut stream = Stream::new(3, Purpose::Search);
    let mut arm = |name: String| {
        let mut seed = || {
            let point: Point = dimensions.iter().map(|d| d.draw(&mut stream)).collect();
            let configuration = settings.space.configuration(&point);
            let score = score(configuration.learning_rate, stream.normal());
            Measured { configuration, point, ..trial(score, None) }
        };
        (name, (0..10).map(|_| seed()).collect())
    };
    let mut arms: Vec<_> = (0..trials).map(|i| arm(format!("trial {i}"))).collect();
    arms.push(arm(CHOSEN.into()));
    Record::made_up(settings, arms)
}

fn claims(trials: usize, score: impl Fn(f64, f64) -> f64) -> Vec<Claim> {
    HyperparameterSearch::claims(&record(trials, score))
}

/// Accuracy rises with the learning rate, with some noise, and does not depend on the weight decay.
fn rises(rate: f64, noise: f64) -> f64 {
    1.0 + 0.1 * rate.log10() + 0.05 * noise
}

#[test]
fn the_rules_tell_true_from_false() {
    let verdicts = |score: fn(f64, f64) -> f64| -> Vec<Verdict> {
        claims(100, score).iter().map(|claim| claim.verdict).collect()
    };
    assert_eq!(verdicts(rises), [Holds, DoesNotHold]);
    assert_eq!(verdicts(|rate, noise| 1.0 - rises(rate, noise)), [Holds, DoesNotHold]);
    // It depends on neither: however much it differs by luck, or if it never differs.
    assert_eq!(verdicts(|_, noise| 0.5 + 0.2 * noise), [DoesNotHold; 2]);
    assert_eq!(verdicts(|_, _| 0.1), [DoesNotHold; 2]);
}

#[test]
fn a_title_states_the_finding_or_asks() {
    let titles = |score: fn(f64, f64) -> f64| {
        HyperparameterSearch::figures(&record(100, score)).into_iter().map(|(_, drawing)| {
            match drawing {
                Drawing::Figure(figure) => figure.title().to_owned(),
                Drawing::Diagram(_) => String::new(),
            }
        })
    };
    let found: Vec<String> = titles(rises).collect();
    assert!(
        found[0].starts_with("The learning rate η of the five best configurations"),
        "{found:?}"
    );
    assert_eq!(
        found[1],
        "Accuracy depends on the learning rate η, and hardly on the weight decay λ"
    );
    let found: Vec<String> = titles(|_, noise| 0.5 + 0.01 * noise).collect();
    assert_eq!(found[0], "The best configurations of one search");
    assert_eq!(found[1], "Which configurations work, by learning rate η");
}

#[test]
fn few_configurations_decide_nothing() {
    let claims = claims(20, |rate, _| rate);
    assert!(claims.iter().all(|c| c.verdict == Undecided && !c.is_measured()), "{claims:?}");
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
