use super::measured::Measured;
use super::settings::Settings;
use super::trial::{Arm, BatchNorm, two_digits};
use lab::cli::default_settings;
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};

/// The verdicts if each network has, from the start, the accuracy that `end` returns for its arm.
fn verdicts(end: impl Fn(Arm) -> f64) -> Vec<Verdict> {
    verdicts_at(default_settings::<BatchNorm>(), end)
}

fn record(settings: Settings, end: impl Fn(Arm) -> f64) -> RecordOf<BatchNorm> {
    record_of(10, settings, end)
}

/// The same at so many seeds.
fn record_of(seeds: i32, settings: Settings, end: impl Fn(Arm) -> f64) -> RecordOf<BatchNorm> {
    let arms = BatchNorm::arms(&settings).into_iter().map(|arm| {
        let trial = |seed: i32| {
            let noise = 0.001 * f64::from(seed);
            Measured { accuracies: vec![end(arm) * (1.0 - noise); 21], diverged_in: None }
        };
        (arm.to_string(), (0..seeds).map(trial).collect())
    });
    Record::made_up(settings.clone(), arms)
}

fn verdicts_at(settings: Settings, end: impl Fn(Arm) -> f64) -> Vec<Verdict> {
    super::claims::claims(&record(settings, end)).iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_titles_state_what_was_found() {
    let titles_of = |seeds, end: &dyn Fn(Arm) -> f64| -> Vec<String> {
        let record = record_of(seeds, default_settings::<BatchNorm>(), end);
        let figures = super::figure::figures(&record);
        let title = |(_, drawing)| match drawing {
            Drawing::Figure(figure) => figure.title().to_owned(),
            Drawing::Diagram(_) => unreachable!("they have axes"),
        };
        figures.into_iter().map(title).collect()
    };
    let titles = |end: &dyn Fn(Arm) -> f64| titles_of(10, end);
    let differ = |arm: Arm| match arm {
        Arm { batch_norm: true, .. } => 0.6,
        Arm { scale, .. } if scale > 0.5 => 0.9,
        _ => 0.1,
    };
    let found = titles(&differ);
    assert_eq!(
        found,
        [
            "With batch normalization the network learns more than half of its images from 16 of 16 scales, \
             without it from 2",
            "Where the plain network learns (std 1, 0.54), it is faster than with batch normalization"
        ]
    );
    let neutral = "Batch normalization, from large to small initial weights";
    let at_the_end = "Training accuracy with and without batch normalization, by the scale of the initial weights";
    assert_eq!(titles(&|_| 0.1), [at_the_end, neutral]);
    // One seed shows nothing.
    assert_eq!(titles_of(1, &differ), [at_the_end, neutral]);
    assert_eq!(titles(&|arm| if arm.batch_norm { 0.9 } else { 0.8 })[1], neutral);
}

#[test]
fn the_rules_tell_true_from_false() {
    let sensitive = |scale: f64| if scale > 0.01 { 0.8 } else { 0.1 };
    assert_eq!(verdicts(|arm| if arm.batch_norm { 0.9 } else { sensitive(arm.scale) }), [Holds; 4]);
    // With batch normalization slower and dependent on the scale, while the plain network is neither.
    assert_eq!(
        verdicts(|arm| if arm.batch_norm { sensitive(arm.scale) } else { 0.9 }),
        [DoesNotHold; 4]
    );
    // No network learns: neither is ahead, and neither depends on the scale.
    assert_eq!(verdicts(|_| 0.1), [DoesNotHold; 4]);
    // Faster only at scales at which nobody would start.
    let rescued = |arm: Arm| if arm.batch_norm || arm.scale > 0.08 { 0.9 } else { 0.1 };
    assert_eq!(verdicts(rescued), [DoesNotHold, DoesNotHold, Holds, Holds]);
    // On the book's images only.
    let on_these = |arm: Arm| if arm.batch_norm && !arm.drawn { 0.9 } else { sensitive(arm.scale) };
    assert_eq!(verdicts(on_these), [Holds, DoesNotHold, Holds, Holds]);
    // With one scale, the dependence on the scale stays undecided.
    let one = Settings { scales: 1, ..default_settings::<BatchNorm>() };
    let both = |arm: Arm| if arm.batch_norm { 0.9 } else { 0.8 };
    assert_eq!(verdicts_at(one, both), [Holds, Holds, Holds, Undecided]);
}

#[test]
fn the_scales_are_the_books() {
    let names: Vec<String> =
        default_settings::<BatchNorm>().scales().into_iter().map(two_digits).collect();
    assert_eq!(
        names.join(" "),
        "1 0.54 0.29 0.16 0.086 0.046 0.025 0.014 0.0074 0.0040 0.0022 0.0012 0.00063 0.00034 \
         0.00018 0.00010"
    );
}

/// He's scale for 100 inputs is 0.141.
#[test]
fn the_scales_around_he_are_fixed_by_the_width() {
    let around = |hidden: usize, scales: usize| -> Vec<String> {
        let settings =
            Settings { hidden: vec![hidden; 5], scales, ..default_settings::<BatchNorm>() };
        settings.scales_around_he().into_iter().map(two_digits).collect()
    };
    assert_eq!(around(100, 16), ["0.29", "0.16", "0.086"]);
    assert_eq!(around(2, 16), ["1", "0.54"]);
    assert_eq!(around(100, 1), ["1"]);
}

#[test]
fn a_diverged_network_counts_as_guessing() {
    let diverged = Measured { accuracies: vec![0.2, 0.5], diverged_in: Some(2) };
    assert_eq!(diverged.last(), 0.1);
    assert!((diverged.mean(2) - 0.3).abs() < 1e-12);
}
