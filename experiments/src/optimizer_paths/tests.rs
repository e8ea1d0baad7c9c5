//! The claims on made-up records.

use super::trial::WITHOUT_CORRECTION;
use super::*;
use lab::cli::default_settings;
use lab::experiment::RecordOf;
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};

/// The claims if the optimizers take these paths, and SGD takes `sgds` at the slider's learning rates.
fn claims_of(paths: [(&str, Vec<[f64; 2]>); 5], sgds: [Vec<[f64; 2]>; 2]) -> Vec<Claim> {
    // As many steps as the shortest of the paths below, so that none of them counts as diverged.
    let settings = Settings {
        steps: 3,
        range_of_rates: vec![0.1, 0.95],
        range_of_momenta: vec![0.9, 0.0],
        ..default_settings::<OptimizerPaths>()
    };
    let arms = paths.map(|(name, path)| (name.to_owned(), vec![Measured::Path(Path(path))]));
    let with_momentum = || Path(stepped([[0.5, 0.1]; 3]));
    let range = sgds.into_iter().flat_map(|sgd| [with_momentum(), Path(sgd)]).collect();
    let range = (Arm::Range.to_string(), vec![Measured::Paths(range)]);
    OptimizerPaths::claims(&Record::made_up(settings, arms.into_iter().chain([range])))
}

fn verdicts(paths: [(&str, Vec<[f64; 2]>); 5], sgds: [Vec<[f64; 2]>; 2]) -> Vec<Verdict> {
    claims_of(paths, sgds).into_iter().map(|claim| claim.verdict).collect()
}

/// Steps in x of the given sizes towards the minimum, while y alternates: at first by `swing`, then by
/// a factor of `calm` less with each step.
fn path(sizes: [f64; 5], swing: f64, calm: f64) -> Vec<[f64; 2]> {
    let mut place = [-7.0, 2.0 * swing];
    let mut path = vec![place];
    for size in sizes {
        place = [place[0] + size, -calm * place[1]];
        path.push(place);
    }
    path
}

/// AdaGrad's path by its equation.
fn adagrad() -> Vec<[f64; 2]> {
    let (mut place, mut h) = ([-7.0, 2.0], [0.0, 0.0]);
    let mut path = vec![place];
    for _ in 0..3 {
        for (i, slope) in [0.1, 2.0].into_iter().enumerate() {
            let gradient = slope * place[i];
            h[i] += gradient * gradient;
            place[i] -= 1.5 * gradient / f64::sqrt(h[i]);
        }
        path.push(place);
    }
    path
}

/// The path of gradient steps with these learning rates in x and y.
fn stepped(rates: [[f64; 2]; 3]) -> Vec<[f64; 2]> {
    let mut place = [-7.0, 2.0];
    let mut path = vec![place];
    for [in_x, in_y] in rates {
        place = [place[0] - in_x * place[0] / 10.0, place[1] - in_y * 2.0 * place[1]];
        path.push(place);
    }
    path
}

#[test]
fn claims_hold_on_paths_as_the_lecture_says() {
    let growing = [0.1, 0.2, 0.3, 0.4, 0.5];
    let paths = [
        ("SGD", stepped([[0.95, 0.95]; 3])),
        ("Momentum", path(growing, 0.1, 0.5)),
        ("AdaGrad", adagrad()),
        ("Adam", path([0.3; 5], 0.1, 0.5)),
        (WITHOUT_CORRECTION, path([0.3 * 3.1623; 5], 0.1, 0.5)),
    ];
    // The second learning rate leads lower.
    let sgds = [stepped([[0.01, 0.01]; 3]), stepped([[0.95, 0.95]; 3])];
    let claims = claims_of(paths, sgds);
    assert!(claims.iter().all(|claim| claim.verdict == Holds), "{claims:?}");
    assert_eq!(claims.len(), 8);
    assert!(claims[1].explanation.starts_with("Of the learning rates of the slider, 0.95"));
}

#[test]
fn claims_do_not_hold_on_other_paths() {
    let shrinking = [0.5, 0.4, 0.3, 0.2, 0.1];
    let rising_rates = [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]];
    let straight = (0..6).map(|t| [-7.0 + f64::from(t), 2.0 - 0.1 * f64::from(t)]).collect();
    let paths = [
        ("SGD", straight),
        ("Momentum", path(shrinking, 1.0, 0.9)),
        ("AdaGrad", stepped(rising_rates)),
        ("Adam", path([0.6; 5], 1.0, 0.9)),
        (WITHOUT_CORRECTION, path([0.6; 5], 1.0, 0.9)),
    ];
    // SGD is at its best where it does not cross the floor.
    let sgds = [stepped([[2.0, 0.4]; 3]), stepped([[0.95, 0.95]; 3])];
    assert_eq!(verdicts(paths, sgds), [DoesNotHold; 8]);
}

#[test]
fn a_path_that_diverged_decides_nothing() {
    let short = || vec![[-7.0, 2.0], [7e29, -4e30]];
    let names = ["SGD", "Momentum", "AdaGrad", "Adam", WITHOUT_CORRECTION];
    let paths = names.map(|name| (name, short()));
    assert_eq!(verdicts(paths, [short(), short()]), [Undecided; 8]);
    let settings = Settings { steps: 3, ..default_settings::<OptimizerPaths>() };
    let record = Record::made_up(settings, [("SGD", vec![Measured::Path(Path(short()))])]);
    assert_eq!(OptimizerPaths::table(&record).rows[0][1], "diverged");
    let notes: Vec<String> =
        OptimizerPaths::claims(&record).into_iter().map(|claim| claim.note).collect();
    let [sgd, adam] = ["SGD diverged", "Adam was not run"];
    let both = "Adam and Adam without bias correction were not run";
    assert_eq!([&notes[..1], &notes[6..]].concat(), [sgd, adam, both]);
    assert!(notes[1].starts_with("no path at momentum 0"), "{}", notes[1]);
}

/// A record of these arms, each with a path of two points, and of Momentum at two learning rates and two momenta.
fn short(arms: &[&str]) -> RecordOf<OptimizerPaths> {
    let settings = Settings {
        steps: 1,
        range_of_rates: vec![0.1, 0.95],
        range_of_momenta: vec![0.9, 0.0],
        ..default_settings::<OptimizerPaths>()
    };
    let path = |x: f64| Path(vec![[-7.0, 2.0], [x, 1.0]]);
    let single =
        |(i, arm): (usize, &&str)| ((*arm).to_owned(), vec![Measured::Path(path(i as f64))]);
    let range =
        (Arm::Range.to_string(), vec![Measured::Paths((0..4).map(|_| path(9.0)).collect())]);
    Record::made_up(settings, arms.iter().enumerate().map(single).chain([range]))
}

#[test]
fn every_optimizer_can_be_chosen() {
    let arms = ["SGD", "Momentum", "Adam", "Nesterov", WITHOUT_CORRECTION];
    let explorers = OptimizerPaths::explorers(&short(&arms));
    let [optimizers, rates, momenta] = explorers[0].controls.as_slice() else { panic!("three") };
    assert_eq!(optimizers.choices, arms);
    assert_eq!((rates.choices.len(), momenta.choices.len()), (2, 2));
    assert_eq!((rates.begins_at, momenta.begins_at), (1, 0));
    // For SGD the momentum changes nothing, and for Adam neither does the rate.
    assert_eq!(explorers[0].states.len(), 5 * 2 * 2);
    let names: Vec<&str> = explorers[0].states.iter().map(|state| state[2].as_str()).collect();
    let sgd = ["SGD, η = 0.1", "SGD, η = 0.1", "SGD, η = 0.95", "SGD, η = 0.95"];
    assert_eq!(names[..4], sgd);
    assert_eq!(names[4..6], ["Momentum, η = 0.1, α = 0.9", "Momentum, η = 0.1, α = 0"]);
    assert_eq!(names[8..12], ["Adam, η = 0.3"; 4]);
}

#[test]
fn only_the_figures_of_optimizers_that_were_run_are_drawn() {
    let drawn = |arms: &[&str]| -> Vec<&str> {
        OptimizerPaths::figures(&short(arms)).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(drawn(&["Nesterov"]), ["optimizer_paths"]);
    assert_eq!(drawn(&["Momentum", "Adam"]), ["step_sizes", "optimizer_paths"]);
    let all = drawn(&["SGD", "Momentum", "AdaGrad", "Adam", WITHOUT_CORRECTION]);
    let expected = ["zig_zag", "step_sizes", "adagrad_rates", "bias_correction", "optimizer_paths"];
    assert_eq!(all, expected);
    let shown: Vec<&str> = all.into_iter().map(OptimizerPaths::shown_at).collect();
    assert_eq!(shown, ["O2", "O3", "O4", "O5", "O5"]);
}
