//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment};
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};
use training::losses::{LAST, Losses};
use training::optimizers::LearningRates;
use training::run::Run;

/// The verdicts on one of the two comparisons when every loss of SGD, Momentum, AdaGrad and Adam is close to
/// the given one there, and the other way round in the other comparison.
fn verdicts(comparison: usize, losses: [f32; 4]) -> Vec<Verdict> {
    let run = |loss: f32, seed: usize| {
        let losses = vec![loss * (1.0 + 0.01 * seed as f32); LAST];
        Run { losses: Losses { losses, diverged_at: None }, test_accuracy: 0.9 }
    };
    let mut settings = default_settings::<OptimizerComparison>();
    settings.best_rates = LearningRates::parse("", |named| 3.0 * named.mnist_rate).unwrap();
    let opposite = losses.map(|loss| 1.0 / loss);
    let both = if comparison == 0 { [losses, opposite] } else { [opposite, losses] };
    let arms = OptimizerComparison::arms(&settings).into_iter().zip(both.concat());
    let arms: Vec<_> =
        arms.map(|(arm, loss)| (arm.name, (0..10).map(|seed| run(loss, seed)).collect())).collect();
    let claims = OptimizerComparison::claims(&Record::made_up(settings, arms));
    claims[3 * comparison..][..3].iter().map(|claim| claim.verdict).collect()
}

/// With `--optimizers SGD,AdaGrad` two of the three claims cannot be decided.
#[test]
fn a_claim_names_the_optimizer_that_was_not_run() {
    let run =
        Run { losses: Losses { losses: vec![0.1; LAST], diverged_at: None }, test_accuracy: 0.9 };
    let arms = ["SGD", "AdaGrad"].map(|arm| (arm, vec![run.clone(); 8]));
    let record = Record::made_up(default_settings::<OptimizerComparison>(), arms);
    let claims = OptimizerComparison::claims(&record);
    let decided: Vec<_> = claims.iter().map(|claim| (claim.verdict, claim.note.as_str())).collect();
    let missing = [(Undecided, "Momentum was not run"), (Undecided, "Adam was not run")];
    assert_eq!(decided[..3], [missing[0], (DoesNotHold, ""), missing[1]]);
}

#[test]
fn claims_hold_or_do_not_hold_as_the_losses_say() {
    for comparison in [0, 1] {
        assert_eq!(verdicts(comparison, [0.2, 0.06, 0.05, 0.03]), [Holds; 3]);
        assert_eq!(verdicts(comparison, [0.03, 0.06, 0.05, 0.2]), [DoesNotHold; 3]);
        assert_eq!(verdicts(comparison, [0.1; 4]), [DoesNotHold; 3]);
        assert_eq!(verdicts(comparison, [f32::INFINITY, 0.06, 0.05, 0.03]), [Undecided; 3]);
    }
}

/// An optimizer whose best rate is the book's is trained once and compared twice.
#[test]
fn equal_rates_share_an_arm() {
    let mut settings = default_settings::<OptimizerComparison>();
    settings.best_rates = LearningRates::parse("SGD=0.3", |named| named.mnist_rate).unwrap();
    let arms = OptimizerComparison::arms(&settings);
    let names: Vec<_> = arms.iter().map(|arm| (arm.name.as_str(), arm.rate)).collect();
    let book = [("SGD", 0.01), ("Momentum", 0.01), ("AdaGrad", 0.01), ("Adam", 0.001)];
    assert_eq!(names, [&book[..], &[("SGD, η = 0.3", 0.3)]].concat());

    let run = |loss: f32| Run {
        losses: Losses { losses: vec![loss; LAST], diverged_at: None },
        test_accuracy: 0.9,
    };
    let losses = [0.2, 0.1, 0.1, 0.1, 0.05];
    let arms = arms.into_iter().zip(losses).map(|(arm, loss)| (arm.name, vec![run(loss); 10]));
    let record = Record::made_up(settings, arms.collect::<Vec<_>>());
    let claims = OptimizerComparison::claims(&record);
    let found: Vec<_> = claims.iter().map(|claim| claim.verdict).collect();
    assert_eq!(found, [[Holds; 3], [DoesNotHold; 3]].concat());

    let table = OptimizerComparison::table(&record);
    let rates: Vec<_> = table.rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(rates, ["0.01", "0.01", "0.01", "0.001", "0.3"]);
    assert_eq!(OptimizerComparison::figures(&record).len(), 2);
}

#[test]
fn the_table_says_when_a_loss_is_reached() {
    let falling = |from: f32| Run {
        losses: Losses {
            losses: (0..400).map(|i| from / (1.0 + i as f32)).collect(),
            diverged_at: None,
        },
        test_accuracy: 0.9,
    };
    // 1/(1 + i) falls below 0.3 at i = 3, and smoothing raises a convex curve a little.
    let record = Record::made_up(
        default_settings::<OptimizerComparison>(),
        [("SGD", vec![falling(1.0), falling(1.0)]), ("Adam", vec![falling(1.0), falling(900.0)])],
    );
    let table = OptimizerComparison::table(&record);
    let reached: Vec<_> = table.rows.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(reached, ["4", "not at 1 of 2 seeds"]);
}

/// The titles when every loss of SGD and of the three others is close to the given ones, at the book's rates
/// and at the best ones.
fn titles(seeds: usize, book: [f32; 2], best: [f32; 2]) -> Vec<String> {
    let mut settings = default_settings::<OptimizerComparison>();
    settings.best_rates = LearningRates::parse("", |named| 3.0 * named.mnist_rate).unwrap();
    let run = |loss: f32, seed: usize| {
        let losses = vec![loss * (1.0 + 0.01 * seed as f32); LAST];
        Run { losses: Losses { losses, diverged_at: None }, test_accuracy: 0.9 }
    };
    let of = |[sgd, other]: [f32; 2]| [sgd, other, other, other];
    let arms = OptimizerComparison::arms(&settings).into_iter().zip([of(book), of(best)].concat());
    let arms: Vec<_> = arms
        .map(|(arm, loss)| (arm.name, (0..seeds).map(|seed| run(loss, seed)).collect()))
        .collect();
    let title = |(_, drawing): (_, Drawing)| match drawing {
        Drawing::Figure(figure) => figure.title().to_owned(),
        Drawing::Diagram(diagram) => diagram.title().to_owned(),
    };
    OptimizerComparison::figures(&Record::made_up(settings, arms)).into_iter().map(title).collect()
}

#[test]
fn a_title_needs_enough_seeds() {
    let neutral = |titles: &[String]| {
        titles[0].starts_with("How fast each optimizer learns")
            && titles[1].starts_with("How fast does each optimizer learn")
    };
    assert!(neutral(&titles(1, [0.3, 0.1], [0.1, 0.2])));
    assert!(neutral(&titles(10, [0.1, 0.1], [0.1, 0.2])));
    let found = titles(10, [0.3, 0.1], [0.11, 0.1]);
    assert!(found[0].contains("SGD learns the slowest"), "{found:?}");
    assert!(found[1].contains("SGD ends only"), "{found:?}");
    let turned = titles(10, [0.3, 0.1], [0.1, 0.2]);
    assert_eq!(turned[1], "At its own best rate, SGD no longer has the highest loss");
    assert!(titles(10, [0.3, 0.1], [0.3, 0.1])[1].starts_with("How fast does"));
}
