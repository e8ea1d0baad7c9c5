use super::arm::{Arm, arm_at, stds};
use super::settings::Settings;
use super::trial::{ActivationHistograms, Measured};
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::{Claim, Verdict};
use training::activation_statistics::Layer;

/// A network whose first and last layer have these standard deviations and gradients, and also these
/// shares at the ends, slopes and effective ranks.
fn network(stds: [f64; 2], gradients: [f64; 2], [ends, slope, rank]: [f64; 3]) -> Measured {
    let layer = |i: usize| Layer {
        mean: 0.5,
        std: stds[i],
        at_the_ends: ends,
        effective_rank: rank,
        gradient: gradients[i],
        slope,
        histogram: vec![],
    };
    Measured { layers: vec![layer(0), layer(1)] }
}

/// The claims if each arm measures, at every seed, what `network` returns for its name.
fn claims(network: impl Fn(&str) -> Measured) -> Vec<Claim> {
    let settings = Settings { layers: 2, ..default_settings::<ActivationHistograms>() };
    let arms = Arm::all(&settings);
    let arms = arms.iter().map(|arm| (arm.to_string(), vec![network(&arm.to_string()); 6]));
    super::claims::claims(&Record::made_up(settings.clone(), arms))
}

fn verdicts(network: impl Fn(&str) -> Measured) -> Vec<Verdict> {
    claims(network).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn true_statements_hold() {
    let expected = |arm: &str| match arm {
        "sigmoid, large std" => network([0.4, 0.4], [0.01, 1.0], [0.9, 0.05, 50.0]),
        "sigmoid, small std" => network([0.01; 2], [1.0; 2], [0.0, 0.25, 1.01]),
        "sigmoid, Xavier" => network([0.2, 0.15], [1.0; 2], [0.0, 0.2, 10.0]),
        "tanh, large std" => network([0.9; 2], [1.0; 2], [0.5, 0.1, 50.0]),
        "tanh, Xavier" => network([0.6, 0.35], [1.0; 2], [0.0, 0.5, 50.0]),
        "ReLU, small std" => network([0.05, 1e-6], [1.0; 2], [0.0, 0.5, 20.0]),
        "ReLU, Xavier" => network([0.6, 0.15], [1.0; 2], [0.0, 0.5, 20.0]),
        "ReLU, He" => network([0.8, 0.9], [1.0; 2], [0.0, 0.5, 20.0]),
        _ => network([0.05; 2], [1.0; 2], [0.0, 0.5, 20.0]),
    };
    assert_eq!(verdicts(expected), [Verdict::Holds; 11]);
}

#[test]
fn false_statements_do_not_hold() {
    let opposite = |arm: &str| match arm {
        // Evenly spread, and the gradient reaches the first layer.
        "sigmoid, large std" | "sigmoid, small std" => {
            network([0.29; 2], [1.0; 2], [0.1, 0.2, 50.0])
        }
        // Dies out, where it should stay even; or grows.
        "sigmoid, Xavier" | "tanh, Xavier" => network([0.5, 0.01], [1.0; 2], [0.0, 0.2, 50.0]),
        "ReLU, He" => network([0.1, 0.8], [1.0; 2], [0.0, 0.5, 50.0]),
        // Stays even, where it should die out.
        _ => network([0.5, 0.45], [1.0; 2], [0.0, 0.5, 50.0]),
    };
    assert_eq!(verdicts(opposite), [Verdict::DoesNotHold; 11]);
    // The explanation says why the gradient does not vanish.
    let explanation = &claims(opposite)[3].explanation;
    assert!(explanation.contains("√100 · 1 = 10"), "{explanation}");
}

/// With `--large-std 0.1` Xavier's standard deviation is the large one, so no arm is called Xavier.
#[test]
fn an_arm_that_has_another_name_is_reported_as_missing() {
    let settings = Settings { large_std: 0.1, ..default_settings::<ActivationHistograms>() };
    let arms = Arm::all(&settings);
    let even = network([0.5; 2], [1.0; 2], [0.1, 0.2, 50.0]);
    let arms = arms.iter().map(|arm| (arm.to_string(), vec![even.clone(); 6]));
    let claims = super::claims::claims(&Record::made_up(settings.clone(), arms));
    let missing = claims.iter().filter(|claim| !claim.is_measured());
    let notes: Vec<&str> = missing.map(|claim| claim.note.as_str()).collect();
    let xavier = ["sigmoid", "tanh", "ReLU"].map(|name| format!("{name}, Xavier was not run"));
    assert_eq!(notes, xavier);
}

#[test]
fn the_scales_are_in_order_and_each_occurs_once() {
    let mut settings = default_settings::<ActivationHistograms>();
    settings.scales.extend([0.5, 0.01]);
    let scales: Vec<f64> = stds(&settings).into_iter().map(|(std, _)| std).collect();
    assert!(scales.windows(2).all(|pair| pair[0] < pair[1]), "{scales:?}");
    let arms: Vec<String> = Arm::all(&settings).iter().map(ToString::to_string).collect();
    let named = stds(&settings).into_iter().map(|(std, i)| arm_at("tanh", i, std));
    assert!(named.clone().count() == 9 && named.into_iter().all(|name| arms.contains(&name)));
}
