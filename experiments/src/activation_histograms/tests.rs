use super::arm::{Arm, arm, scales};
use super::settings::Settings;
use super::trial::ActivationHistograms;
use super::{Measured, Network};
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::{Claim, Verdict};
use training::activation_statistics::Layer;

/// What an arm measures in a test: its first layer and the last one, which is the same at every depth.
#[derive(Clone)]
struct Made {
    stds: [f64; 2],
    /// First layer divided by last.
    gradient: f64,
    ends: f64,
    slope: f64,
    centred_ranks: [f64; 2],
    signals: [f64; 2],
    histogram: Vec<usize>,
}

/// Evenly spread in every layer, and nothing is lost.
fn even() -> Made {
    Made {
        stds: [0.29; 2],
        gradient: 1.0,
        ends: 0.05,
        slope: 0.2,
        centred_ranks: [50.0; 2],
        signals: [0.2; 2],
        histogram: vec![1; 30],
    }
}

/// All activations in the given number of bins.
fn bins(n: usize) -> Vec<usize> {
    (0..30).map(|i| usize::from(i < n)).collect()
}

fn measured(settings: &Settings, made: &Made) -> Measured {
    let layer = |i: usize| Layer {
        mean: 0.5,
        std: made.stds[i],
        at_the_ends: made.ends,
        effective_rank: 1.0,
        centred_rank: made.centred_ranks[i],
        signal: made.signals[i],
        gradient: if i == 0 { made.gradient } else { 1.0 },
        slope: made.slope,
        histogram: made.histogram.clone(),
    };
    let network = |&depth: &usize| Network { depth, last: layer(1), gradient: made.gradient };
    Measured {
        layers: vec![layer(0), layer(1)],
        networks: settings.depths.iter().map(network).collect(),
    }
}

/// The claims if each arm measures, at every seed, what `made` returns for its name.
fn claims(made: impl Fn(&str) -> Made) -> Vec<Claim> {
    let settings = Settings { layers: 2, ..default_settings::<ActivationHistograms>() };
    let arms = Arm::all(&settings);
    let arms = arms.iter().map(|arm| {
        (arm.to_string(), vec![measured(&settings, &made(&arm.to_string())); 10])
    });
    super::claims::claims(&Record::made_up(settings.clone(), arms))
}

fn not(verdict: Verdict, claims: &[Claim]) -> Vec<&str> {
    claims.iter().filter(|claim| claim.verdict != verdict).map(|c| c.sentence.as_str()).collect()
}

#[test]
fn true_statements_hold() {
    let expected = |arm: &str| match arm {
        "sigmoid, large std" => Made {
            stds: [0.4, 0.5],
            gradient: 0.01,
            ends: 0.9,
            slope: 0.05,
            histogram: bins(6),
            ..even()
        },
        "sigmoid, small std" => Made {
            stds: [0.01; 2],
            centred_ranks: [1.01, 0.0],
            signals: [0.01, 1e-6],
            histogram: bins(1),
            ..even()
        },
        "sigmoid, Xavier" => Made { stds: [0.2, 0.15], signals: [0.2, 0.01], ..even() },
        "tanh, Xavier" => Made { stds: [0.6, 0.35], ..even() },
        "tanh, large std" => Made { stds: [0.9; 2], ends: 0.9, histogram: bins(6), ..even() },
        "ReLU, large std" => Made { stds: [1.0, 1e3], ..even() },
        "ReLU, small std" => Made { stds: [0.05, 1e-6], ..even() },
        "ReLU, Xavier" => Made { stds: [0.6, 0.15], ..even() },
        "ReLU, He" => Made { stds: [0.8, 0.9], ..even() },
        _ => Made { stds: [0.5, 0.01], histogram: bins(20), ..even() },
    };
    let claims = claims(expected);
    assert_eq!(not(Verdict::Holds, &claims), Vec::<&str>::new());
    assert_eq!(claims.len(), 32);
}

#[test]
fn false_statements_do_not_hold() {
    let opposite = |arm: &str| match arm {
        // Dies out and gathers at the ends, where it should stay even; or grows.
        "sigmoid, Xavier" | "tanh, Xavier" => Made {
            stds: [0.5, 0.01],
            ends: 0.5,
            centred_ranks: [2.0; 2],
            signals: [0.2, 0.01],
            histogram: bins(1),
            ..even()
        },
        "ReLU, He" => Made { stds: [0.1, 0.8], ..even() },
        // Evenly spread, and the gradient reaches the first layer.
        _ => even(),
    };
    let claims = claims(opposite);
    assert_eq!(not(Verdict::DoesNotHold, &claims), Vec::<&str>::new());
    // The explanations say why the gradient does not vanish, and what small weights limit.
    let explained = |what: &str| claims.iter().any(|claim| claim.explanation.contains(what));
    assert!(explained("√100 · 1 = 10") && explained("a different linear function"));
}

/// With `--large-std 0.1` Xavier's standard deviation is the large one, so no arm is called Xavier.
#[test]
fn an_arm_that_has_another_name_is_reported_as_missing() {
    let settings = Settings { large_std: 0.1, ..default_settings::<ActivationHistograms>() };
    let arms = Arm::all(&settings);
    let made = measured(&settings, &even());
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
