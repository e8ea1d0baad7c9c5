use super::arm::{Arm, arm, scales};
use super::counterexamples::{Layers, bins, even};
use super::settings::Settings;
use super::trial::ActivationHistograms;
use std::collections::BTreeMap;

use lab::cli::default_settings;
use lab::experiment::{Drawing, RecordOf};
use lab::record::Record;
use lab::verdict::{Claim, Verdict};

/// The record if each arm measures, at every seed, what `made` returns for its name.
fn record(made: impl Fn(&str) -> Layers) -> RecordOf<ActivationHistograms> {
    record_of(10, made)
}

/// The same at so many seeds.
fn record_of(seeds: usize, made: impl Fn(&str) -> Layers) -> RecordOf<ActivationHistograms> {
    let settings = default_settings::<ActivationHistograms>();
    let arms = Arm::all(&settings);
    let arms = arms
        .iter()
        .map(|arm| (arm.to_string(), vec![made(&arm.to_string()).measured(&settings); seeds]));
    Record::made_up(settings.clone(), arms)
}

fn claims(made: impl Fn(&str) -> Layers) -> Vec<Claim> {
    super::claims::claims(&record(made))
}

/// The titles of the figures, by the names of their files.
fn titles(seeds: usize, made: impl Fn(&str) -> Layers) -> BTreeMap<&'static str, String> {
    let title = |(name, drawing)| match drawing {
        Drawing::Figure(figure) => (name, figure.title().to_owned()),
        Drawing::Diagram(diagram) => (name, diagram.title().to_owned()),
    };
    super::figure::figures(&record_of(seeds, made)).into_iter().map(title).collect()
}

fn not(verdict: Verdict, claims: &[Claim]) -> Vec<&str> {
    claims.iter().filter(|claim| claim.verdict != verdict).map(|c| c.sentence.as_str()).collect()
}

/// What the statements say.
fn expected(arm: &str) -> Layers {
    match arm {
        "sigmoid, large std" => Layers {
            stds: [0.4, 0.5],
            gradient: 0.01,
            ends: 0.9,
            slope: 0.05,
            histogram: bins(6),
            ..even()
        },
        "sigmoid, small std" => Layers {
            stds: [0.01; 2],
            centred_ranks: [1.01, 0.0],
            signals: [0.01, 1e-6],
            histogram: bins(1),
            ..even()
        },
        "sigmoid, Xavier" => Layers { stds: [0.2, 0.15], signals: [0.2, 0.01], ..even() },
        "tanh, Xavier" => Layers { stds: [0.6, 0.35], ..even() },
        "tanh, large std" => Layers { stds: [0.9; 2], ends: 0.9, histogram: bins(6), ..even() },
        "ReLU, large std" => Layers { stds: [1.0, 1e3], ..even() },
        "ReLU, small std" => Layers { stds: [0.05, 1e-6], ..even() },
        "ReLU, Xavier" => Layers { stds: [0.6, 0.15], ..even() },
        "ReLU, He" => Layers { stds: [0.8, 0.9], ..even() },
        _ => Layers { stds: [0.5, 0.01], histogram: bins(20), ..even() },
    }
}

#[test]
fn true_statements_hold() {
    let claims = claims(expected);
    assert_eq!(not(Verdict::Holds, &claims), Vec::<&str>::new());
    assert_eq!(claims.len(), 31);
}

#[test]
fn a_title_states_what_the_record_shows() {
    let found = titles(10, expected);
    assert_eq!(
        found["sigmoid"],
        "With std 1, on average 90\u{a0}% of the sigmoid's activations in layer 5 lie within 0.05 of 0 or 1"
    );
    assert_eq!(
        found["gradient"],
        "The sigmoid's gradient vanishes with std 1: 0.01 of it reaches layer 1"
    );
    assert!(found["depth"].contains("of ReLU's spread is left with He"), "{found:?}");
    assert_eq!(
        found["relu"],
        "ReLU's spread in layer 5 is within a factor of two of layer 1's with He, and less than half of it with \
         Xavier"
    );
    // Where all initial weights do the same, nothing was found, and one seed shows nothing.
    let (nothing, one_seed) = (titles(10, |_| even()), titles(1, expected));
    let neutral = [
        ("sigmoid", "Distribution of sigmoid activations, layer by layer"),
        ("tanh", "Distribution of tanh activations, layer by layer"),
        ("relu", "Distribution of ReLU activations, layer by layer"),
        ("spread", "Spread of the activations in each layer"),
        ("gradient", "How much of the gradient reaches each layer"),
        ("signal", "How far the neurons of each layer vary with the input"),
        ("scale", "Effect of the scale of the initial weights"),
    ];
    for (figure, title) in neutral {
        assert_eq!([&nothing[figure], &one_seed[figure]], [title; 2]);
    }
    let others = [
        ("effective_rank", "How many neurons of each layer differ"),
        ("even", "Which scale of the initial weights spreads the activations most evenly?"),
        ("depth", "How does the spread change in deeper networks?"),
    ];
    for (figure, title) in others {
        assert_eq!(one_seed[figure], title);
    }
}

#[test]
fn what_does_not_hold_is_explained() {
    let unlike = |arm: &str| match arm {
        "sigmoid, Xavier" | "tanh, Xavier" => {
            Layers { stds: [0.5, 0.01], histogram: bins(1), ..even() }
        }
        _ => even(),
    };
    let claims = claims(unlike);
    let explained = |what: &str| claims.iter().any(|claim| claim.explanation.contains(what));
    // Why the gradient does not vanish, what small weights limit, and what is better than Xavier.
    assert!(explained("√100 · 1 = 10") && explained("a different linear function"));
    assert!(explained("halves or doubles 5.644, 5.644, 5.644, 5.644 times"));
    assert!(explained("is the most even: 0 bits short"));
}

/// With `--large-std 0.1` Xavier's standard deviation is the large one, so no arm is called Xavier.
#[test]
fn an_arm_that_has_another_name_is_reported_as_missing() {
    let settings = Settings { large_std: 0.1, ..default_settings::<ActivationHistograms>() };
    let arms = Arm::all(&settings);
    let made = even().measured(&settings);
    let arms = arms.iter().map(|arm| (arm.to_string(), vec![made.clone(); 10]));
    let claims = super::claims::claims(&Record::made_up(settings.clone(), arms));
    let missing = claims.iter().filter(|claim| !claim.is_measured());
    let mut notes: Vec<&str> = missing.map(|claim| claim.note.as_str()).collect();
    notes.sort_unstable();
    notes.dedup();
    let xavier = ["ReLU", "sigmoid", "tanh"].map(|name| format!("{name}, Xavier was not run"));
    assert_eq!(notes, xavier);
}

#[test]
fn the_scales_are_in_order_and_each_occurs_once() {
    let mut settings = default_settings::<ActivationHistograms>();
    // Half of Xavier's; the small standard deviation, with a rounded product; twice.
    settings.factors.extend([0.5, 0.1, 0.7, 0.7]);
    let scales = scales(&settings);
    assert!(scales.windows(2).all(|pair| pair[0].std < pair[1].std), "{scales:?}");
    let arms: Vec<String> = Arm::all(&settings).iter().map(ToString::to_string).collect();
    assert_eq!((scales.len(), arms.len()), (9, 27));
    assert!(scales.iter().all(|scale| arms.contains(&arm("tanh", &scale.name))));
    assert!(scales.iter().any(|scale| scale.name == "small std"));
}
