use super::Settings;
use super::arm::Arm;
use super::claims::claims;
use super::trial::{LargeWeights, Measured};
use crate::shared::epochs::ended;
use extensions::random::{Purpose, Stream};
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Claim;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};

fn measured(training: f64, gap: f64, norm: f64) -> Measured {
    let curves = ended(training, training - gap, norm);
    Measured { initial_scale: 1.0, learning_rate: 0.1, weight_decay: 0.0, curves }
}

/// The claims where a network of norm `norm` ends at the gap `gap(norm, seed)` and fits `training` of its
/// images.
fn claims_of(settings: Settings, training: f64, gap: impl Fn(f64, usize) -> f64) -> Vec<Claim> {
    let arms = LargeWeights::arms(&settings).into_iter().map(|arm| {
        let of_seed = |seed: usize| {
            let norm = match arm {
                Arm::Drawn(i) | Arm::DrawnFromHe(i) => 1.0 + ((3 * i + seed) % 7) as f64,
                Arm::Held(norm) => norm,
            };
            measured(training, gap(norm, seed), norm)
        };
        (arm.to_string(), (0..10).map(of_seed).collect::<Vec<_>>())
    });
    let arms: Vec<_> = arms.collect();
    claims(&Record::made_up(settings, arms))
}

fn verdicts(claims: Vec<Claim>) -> Vec<Verdict> {
    claims.into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    let of = |training, gap: fn(f64, usize) -> f64| {
        verdicts(claims_of(default_settings::<LargeWeights>(), training, gap))
    };
    assert_eq!(of(1.0, |norm, seed| 0.1 + 0.01 * norm + 0.001 * seed as f64), [Holds; 4]);
    assert_eq!(of(1.0, |norm, seed| 0.4 - 0.01 * norm + 0.001 * seed as f64), [DoesNotHold; 4]);
    // Networks that do not fit their training images decide nothing.
    assert_eq!(of(0.9, |norm, _| 0.1 + 0.01 * norm), [Undecided; 4]);
    // The norms that are compared are the outermost at which the networks fit.
    let settings = default_settings::<LargeWeights>();
    let sentence = |claim: &Claim| claim.sentence.clone();
    let all: Vec<String> =
        claims_of(settings, 1.0, |norm, _| 0.1 + 0.01 * norm).iter().map(sentence).collect();
    assert!(all[2].contains("wider at 3 than at 1 times"), "{all:?}");
    assert!(all[3].contains("wider at 1 than at 0.5 times"), "{all:?}");
    // Wider for small and for large norms: only the association is left open.
    let both_ways = of(1.0, |norm, _| 0.1 + 0.01 * norm.ln().abs());
    assert_eq!(both_ways[2..], [Holds, DoesNotHold]);
}

#[test]
fn a_norm_that_was_not_run_decides_nothing() {
    let settings = Settings { norms: vec![2.0, 1.5], ..default_settings::<LargeWeights>() };
    let claims = claims_of(settings, 1.0, |norm, _| 0.1 + 0.01 * norm);
    for claim in &claims[2..] {
        assert!(claim.note.contains("needs two norms"), "{claim:?}");
    }
    assert_eq!(verdicts(claims), [Holds, Holds, Undecided, Undecided]);
}

#[test]
fn hyperparameters_are_drawn_within_their_ranges_and_shared() {
    let settings = default_settings::<LargeWeights>();
    let plan = |arm: Arm, seed| arm.plan(&settings, Stream::new(seed, Purpose::Search));
    for seed in 0..20 {
        for i in 0..settings.networks {
            let (drawn, from_he) = (plan(Arm::Drawn(i), seed), plan(Arm::DrawnFromHe(i), seed));
            let rates = [drawn.learning_rate, from_he.learning_rate];
            assert_eq!(rates[0], rates[1]);
            assert_eq!(drawn.weight_decay, from_he.weight_decay);
            assert!((0.3..=3.0).contains(&drawn.initial_scale) && from_he.initial_scale == 1.0);
            assert!((0.1..=0.3).contains(&rates[0]), "{rates:?}");
            assert!((0.0003..=0.01).contains(&drawn.weight_decay));
            assert!(!drawn.norm_is_held);
        }
    }
    assert_ne!(plan(Arm::Drawn(0), 0).learning_rate, plan(Arm::Drawn(1), 0).learning_rate);
    let held = plan(Arm::Held(2.0), 0);
    assert!(held.norm_is_held && held.initial_scale == 2.0 && held.weight_decay == 0.0);
}
