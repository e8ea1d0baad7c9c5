//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment};
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};

/// A descent: steps, the fraction of them that crosses the floor, and the length across it.
type Made = (f64, f64, f64);

fn record(
    seeds: i32,
    settings: &Settings,
    of: impl Fn(&str, f64) -> Made,
) -> RecordOf<ConditionNumber> {
    let arms = ConditionNumber::arms(settings).into_iter().map(|arm| {
        let trial = |seed: i32| {
            let noise = 1.0 + 0.001 * f64::from(seed);
            let descents = settings.condition_numbers.iter().map(|&condition_number| {
                let (steps, share, length_across) = of(&arm.to_string(), condition_number);
                let steps = steps * noise;
                let crossings = share * steps;
                Descent {
                    condition_number,
                    rate: 0.1,
                    momentum: None,
                    steps,
                    crossings,
                    length_across,
                }
            });
            Measured { descents: descents.collect() }
        };
        (arm.to_string(), (0..seeds).map(trial).collect())
    });
    let arms: Vec<_> = arms.collect();
    Record::made_up(settings.clone(), arms)
}

fn claims_of(settings: &Settings, of: impl Fn(&str, f64) -> Made) -> Vec<Claim> {
    ConditionNumber::claims(&record(10, settings, of))
}

#[test]
fn the_title_says_what_the_seeds_show() {
    let title = |seeds, of_sgd: f64, of_momentum: f64| {
        let made = |arm: &str, kappa: f64| {
            let growth = if arm.starts_with("SGD") { of_sgd } else { of_momentum };
            (5.0 * kappa.powf(growth), 0.5, 2.0)
        };
        let record = record(seeds, &default_settings::<ConditionNumber>(), made);
        let figures = ConditionNumber::figures(&record);
        let Drawing::Figure(figure) = &figures[0].1 else { panic!("a figure") };
        figure.title().to_owned()
    };
    let from = "From κ = 20 to κ = 1000, SGD needs 50 times as many steps, Momentum with α = 0.9";
    assert_eq!(title(10, 1.0, 0.0), format!("{from} hardly more"));
    assert_eq!(title(10, 1.0, 0.5), format!("{from} 7 times"));
    assert_eq!(title(10, 1.0, 1.0), "The narrower the valley, the more steps SGD needs");
    let neutral = "Steps to the minimum of a valley";
    assert_eq!([title(1, 1.0, 0.0), title(10, 0.2, 0.0)], [neutral; 2]);
}

fn verdicts(of: impl Fn(&str, f64) -> Made) -> Vec<Verdict> {
    let claims = claims_of(&default_settings::<ConditionNumber>(), of);
    claims.iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    let is_sgd = |arm: &str| arm.starts_with("SGD");
    let as_in_the_lecture = |arm: &str, kappa: f64| match is_sgd(arm) {
        true => (5.0 * kappa, if kappa > 1.0 { 1.0 } else { 0.0 }, 10.0),
        false => (100.0, 0.1, 2.0),
    };
    assert_eq!(verdicts(as_in_the_lecture), [Holds; 8]);
    // SGD does not mind the valley, and crosses the axis of the round bowl too.
    let the_opposite = |arm: &str, kappa: f64| match is_sgd(arm) {
        true => (100.0 / kappa.sqrt(), 1.0, 2.0),
        false => (5.0 * kappa, 0.1, 10.0),
    };
    assert_eq!(verdicts(the_opposite), [DoesNotHold; 8]);
    // All alike.
    let alike = |_: &str, kappa: f64| (5.0 * kappa, 0.5, 2.0);
    assert_eq!(verdicts(alike)[1..], [DoesNotHold; 7]);
    // Adam's advantage is gone in turned valleys.
    let turned = |arm: &str, kappa: f64| match is_sgd(arm) || arm == "Adam, turned valley" {
        true => (5.0 * kappa, if kappa > 1.0 { 1.0 } else { 0.0 }, 10.0),
        false => (100.0, 0.1, 2.0),
    };
    let expected = [Holds, Holds, Holds, Holds, Holds, Holds, DoesNotHold, Holds];
    assert_eq!(verdicts(turned), expected);
}

#[test]
fn what_was_not_run_or_did_not_arrive_decides_nothing() {
    let settings = default_settings::<ConditionNumber>();
    let made = |_: &str, kappa: f64| (5.0 * kappa, 0.5, 2.0);
    let notes = |settings: &Settings| -> Vec<String> {
        claims_of(settings, made).into_iter().map(|claim| claim.note).collect()
    };
    let sgd = Settings { optimizers: vec!["SGD".into()], ..settings.clone() };
    assert_eq!(notes(&sgd)[2], "Momentum was not run");
    assert_eq!(notes(&sgd)[6], "Adam, turned valley was not run");
    let few = Settings { condition_numbers: vec![1.0, 20.0], ..settings.clone() };
    assert_eq!(notes(&few)[0], "fewer than two condition numbers from 10 up were run");
    let others = Settings { condition_numbers: vec![10.0, 100.0], ..settings };
    assert_eq!(
        [1, 3].map(|i| notes(&others)[i].clone()),
        ["κ = 1 was not run", "κ = 20 was not run"]
    );
    let lost = |_: &str, _: f64| (f64::INFINITY, f64::NAN, f64::NAN);
    assert_eq!(verdicts(lost), [Undecided; 8]);
}

#[test]
fn the_growth_is_the_exponent() {
    let measured = |steps: fn(f64) -> f64| {
        let descent = |condition_number: f64| Descent {
            condition_number,
            rate: 0.1,
            momentum: None,
            steps: steps(condition_number),
            crossings: 0.0,
            length_across: 1.0,
        };
        Measured { descents: [1.0, 10.0, 30.0, 1000.0].map(descent).to_vec() }
    };
    assert!((measured(|kappa| 7.0 * kappa.sqrt()).growth() - 0.5).abs() < 1e-12);
    // κ = 1 does not count.
    assert!(
        (measured(|kappa| if kappa > 1.0 { 4.0 * kappa } else { 9.0 }).growth() - 1.0).abs()
            < 1e-12
    );
}

#[test]
fn the_grid_is_logarithmic() {
    let grid = default_settings::<ConditionNumber>().grid();
    assert_eq!((grid.len(), grid[0]), (45, 2f64.powi(-7)));
    let exact = |i: usize, x: f64| (grid[i] / x - 1.0).abs() < 1e-12;
    assert!(exact(44, 16.0) && exact(24, 0.5) && exact(1, grid[0] * 2f64.powf(0.25)));
}
