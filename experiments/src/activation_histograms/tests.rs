use super::*;
use crate::cli::default_settings;
use crate::record::Record;
use crate::verdict::Verdict;

/// Records in which every layer has these numbers, the last one `change` times the first.
fn made_up(std: f64, change: f64, at_the_ends: f64, rank: f64) -> RecordOf<ActivationHistograms> {
    let settings = Settings { layers: 2, ..default_settings::<ActivationHistograms>() };
    let layer = |std: f64, gradient: f64| Layer {
        mean: 0.5,
        std,
        at_the_ends,
        effective_rank: rank,
        gradient,
        slope: 0.2,
        histogram: vec![],
    };
    let measured = Measured { layers: vec![layer(std, 1.0), layer(std * change, 1.0)] };
    let arms = ActivationHistograms::arms(&settings);
    Record::made_up(settings, arms.iter().map(|arm| (arm.to_string(), vec![measured.clone(); 6])))
}

#[test]
fn where_initial_weights_do_not_matter_the_claims_say_so() {
    let claims = ActivationHistograms::claims(&made_up(0.3, 1.0, 0.1, 50.0));
    let failed = |id: &str| {
        claims.iter().filter(|c| c.statement == id).all(|c| c.verdict == Verdict::DoesNotHold)
    };
    assert!(failed("I3") && failed("I4") && failed("I5"));
    let evenness = claims.iter().filter(|c| c.sentence.contains("even"));
    assert!(
        evenness.clone().count() == 3 && evenness.into_iter().all(|c| c.verdict == Verdict::Holds)
    );
}

#[test]
fn where_every_spread_dies_out_the_claims_say_so() {
    let claims = ActivationHistograms::claims(&made_up(0.3, 1e-6, 0.9, 1.0));
    let of = |part: &str| claims.iter().find(|c| c.sentence.contains(part)).map(|c| c.verdict);
    assert_eq!(of("He keeps"), Some(Verdict::DoesNotHold));
    assert_eq!(of("Xavier keeps tanh"), Some(Verdict::DoesNotHold));
    assert_eq!(of("dies out"), Some(Verdict::Holds));
}

#[test]
fn the_scales_are_in_order_and_each_is_there_once() {
    let mut settings = default_settings::<ActivationHistograms>();
    settings.scales.extend([0.5, 0.01]);
    let stds: Vec<f64> = settings.stds().into_iter().map(|(std, _)| std).collect();
    assert!(stds.windows(2).all(|pair| pair[0] < pair[1]), "{stds:?}");
    let arms: Vec<String> =
        ActivationHistograms::arms(&settings).iter().map(ToString::to_string).collect();
    let named = settings.stds().into_iter().map(|(std, i)| arm_at(Activation::Tanh, i, std));
    assert!(named.clone().count() == 9 && named.into_iter().all(|name| arms.contains(&name)));
}
