//! The choice of rates and the claims on made-up records, and what a trial computes.

use burn::tensor::Device;
use datasets::Dataset;
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment};
use lab::needs::check_images;
use lab::record::Record;
use lab::verdict::Claim;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::trial::Trial;

use super::arm::{Arm, Method};
use super::settings::Settings;
use super::trial::Measured;
use super::*;

fn measured(loss: f64) -> Measured {
    Measured {
        loss,
        diverged_at: loss.is_infinite().then_some(7),
        validation_loss: loss,
        validation_accuracy: 0.9,
        test_accuracy: if loss.is_finite() { 1.0 - loss / 10.0 } else { 0.1 },
    }
}

/// A record of so many seeds in which an arm's loss at a seed is about what `loss` returns.
fn record(seeds: usize, loss: impl Fn(&Arm, usize) -> f64) -> RecordOf<LearningRates> {
    let settings = default_settings::<LearningRates>();
    let arms: Vec<_> = LearningRates::arms(&settings)
        .into_iter()
        .map(|arm| {
            let run = |seed| measured(loss(&arm, seed) * (1.0 + 0.001 * seed as f64));
            (arm.to_string(), (0..seeds).map(run).collect())
        })
        .collect();
    Record::made_up(settings, arms)
}

fn verdicts(record: &RecordOf<LearningRates>) -> Vec<Verdict> {
    LearningRates::claims(record).iter().map(|claim: &Claim| claim.verdict).collect()
}

/// A valley in the logarithm of the rate: `lowest` at the rate `best`, higher by .08 at three times that.
fn valley(rate: f64, best: f64, lowest: f64) -> f64 {
    lowest + 0.08 * (rate / best).log(3.0).powi(2)
}

#[test]
fn the_claims_compare_each_method_at_its_own_best_rate() {
    let at = |sgd: f64, others: f64| {
        verdicts(&record(13, |arm, _| match arm.method.optimizer.as_str() {
            "SGD" => valley(arm.rate, 0.3, sgd),
            "Adam" => valley(arm.rate, 0.001, others),
            _ => valley(arm.rate, 0.01, others),
        }))
    };
    assert_eq!(at(0.2, 0.1), [Holds; 6]);
    assert_eq!(at(0.1, 0.2), [DoesNotHold; 6]);
    assert_eq!(at(0.2, 0.2), [DoesNotHold; 6]);
}

/// SGD is the worst of all where the others are best, and yet as good as they are at its own best rate.
#[test]
fn a_gap_at_one_rate_is_no_gap() {
    let record = record(13, |arm, _| match arm.method.optimizer.as_str() {
        "SGD" => valley(arm.rate, 0.3, 0.1),
        _ => valley(arm.rate, 0.001, 0.1),
    });
    assert_eq!(verdicts(&record), [DoesNotHold; 6]);
    let table = LearningRates::table(&record);
    let best: Vec<&str> = table.rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(best, ["0.3", "0.001", "0.001", "0.001", "0.001", "0.001"]);
}

#[test]
fn the_seeds_that_tune_have_no_say_in_the_claims() {
    let record = record(13, |arm, seed| match (arm.method.optimizer.as_str(), seed) {
        ("SGD", 0..3) => 9.0,
        ("SGD", _) => 0.1,
        _ => 0.2,
    });
    assert_eq!(verdicts(&record), [DoesNotHold; 6]);
}

#[test]
fn too_few_seeds_and_methods_without_a_rate_decide_nothing() {
    let few = LearningRates::claims(&record(8, |_, _| 0.1));
    assert!(few.iter().all(|claim| claim.verdict == Undecided && claim.note.contains("--seeds 9")));

    let adam_diverged = LearningRates::claims(&record(13, |arm, _| {
        if arm.method.optimizer == "Adam" { f64::INFINITY } else { 0.1 }
    }));
    let undecided: Vec<usize> = (0..6).filter(|&i| adam_diverged[i].verdict == Undecided).collect();
    assert_eq!(undecided, [2, 5]);
    assert_eq!(adam_diverged[2].note, "Adam has no rate to compare it at");
}

#[test]
fn the_table_says_where_the_grid_ends_and_what_diverged() {
    let table = LearningRates::table(&record(13, |arm, _| match arm.method.optimizer.as_str() {
        "SGD" => 0.5 - 0.2 * arm.rate,
        "Adam" if arm.rate > 0.05 => f64::INFINITY,
        _ => valley(arm.rate, 0.01, 0.1),
    }));
    let row = |name: &str| table.rows.iter().find(|row| row[0] == name).unwrap();
    assert_eq!(row("SGD")[1], "1, an end of the grid");
    assert_eq!(row("Adam")[8], "0.1 to 1");
    // An accuracy lower by .01 is a loss higher by .1.
    assert_eq!(row("Momentum, α = 0.9")[7], "0.003 to 0.03");
    assert_eq!(row("Momentum, α = 0.9")[8], "none");
    assert!(row("Momentum, α = 0.9")[6].ends_with(" at 0.01"));
    assert!(row("SGD")[6].ends_with(" at 1"));
}

/// The title needs enough seeds that did not choose the rates.
#[test]
fn the_title_says_that_the_rates_differ_if_they_do() {
    let title = |seeds, best_of_sgd: f64| {
        let figures = LearningRates::figures(&record(seeds, |arm, _| {
            let is_sgd = arm.method.optimizer == "SGD";
            valley(arm.rate, if is_sgd { best_of_sgd } else { 0.001 }, 0.1)
        }));
        let Drawing::Figure(figure) = &figures[0].1 else { panic!("a figure") };
        figure.title().to_owned()
    };
    let found = title(13, 0.3);
    assert!(found.starts_with("Each optimizer needs its own learning rate: from 0.001"), "{found}");
    let neutral = "How do loss and accuracy depend on each optimizer's learning rate?";
    assert_eq!([title(1, 0.3), title(13, 0.001)], [neutral; 2]);
}

/// Every point of the figure can be drawn, whatever happens in training.
#[test]
fn the_figure_takes_divergence_and_single_seeds() {
    for seeds in [1, 4, 13] {
        for loss in [0.1, 1e9, f64::INFINITY] {
            let figures = LearningRates::figures(&record(seeds, |_, _| loss));
            assert_eq!(figures.len(), 1);
        }
    }
}

fn small() -> Settings {
    Settings {
        iterations: 5,
        hidden: vec![20],
        validation_images: 59_000,
        ..default_settings::<LearningRates>()
    }
}

/// Momentum without momentum is SGD.
#[test]
fn momentum_with_alpha_0_measures_what_sgd_does() {
    let data = Dataset::mnist().unwrap();
    let run = |method: Method, seed| {
        let trial = Trial::new(seed, Device::flex()).with_data(&data);
        LearningRates::trial(&small(), &Arm { method, rate: 0.1 }, &trial)
    };
    let [sgd, same, faster] =
        [Method::of("SGD"), Method::momentum(0.0), Method::momentum(0.9)].map(|m| run(m, 100));
    assert!((sgd.validation_loss - same.validation_loss).abs() < 1e-5, "{sgd:?} {same:?}");
    assert!(faster.loss < sgd.loss);
    assert_ne!(run(Method::of("SGD"), 101), sgd);
}

#[test]
fn a_trial_needs_images_to_learn_from() {
    let data = Dataset::mnist().unwrap();
    let check = |validation_images| {
        check_images(&LearningRates::needs(&Settings { validation_images, ..small() }), &data)
    };
    assert_eq!(check(59_999), Ok(()));
    let error = check(60_000).unwrap_err().to_string();
    assert!(error.starts_with("--validation-images 60000 asks for 60001 training"), "{error}");
}

#[test]
fn arms_are_named_by_method_and_rate() {
    let arms = LearningRates::arms(&default_settings::<LearningRates>());
    let names: Vec<String> = arms.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), 6 * 8);
    assert_eq!(
        (names[0].as_str(), names[15].as_str()),
        ("SGD, η = 0.0003", "Momentum, α = 0.5, η = 1")
    );
}
