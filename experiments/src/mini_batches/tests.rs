//! The claims on made-up records, and the noise by hand.

mod noise;

use super::claims::cost;
use super::counterexamples::deviations;
use super::*;
use lab::cli::default_settings;
use lab::experiment::Experiment;
use lab::record::Record;
use lab::verdict::Verdict::{self, DoesNotHold, Holds, Undecided};
use training::mini_batches::Progress;

/// A trial that reached the target after so many images, or not at all.
fn progress(images: usize, reached: bool) -> Progress {
    let losses = vec![2.3, if reached { 0.29 } else { 2.0 }];
    Progress { images: vec![0, images], losses, steps: 10, reached, diverged: false }
}

/// How many claims are about the cost. They come first.
const COSTS: usize = 4;

/// The claims about the cost.
fn claims_of(of: impl Fn(&str) -> Progress) -> Vec<Claim> {
    let settings = default_settings::<Batches>();
    let arms = Batches::arms(&settings).into_iter().map(|arm| {
        let trial = |seed: usize| {
            if arm == Arm::Noise {
                return deviations(&settings, |_| [1.0; 2]);
            }
            let mut progress = of(&arm.to_string());
            progress.images[1] += seed;
            Measured::Learning(progress)
        };
        (arm.to_string(), (0..10).map(trial).collect())
    });
    let arms: Vec<_> = arms.collect();
    Batches::claims(&Record::made_up(settings, arms)).drain(..COSTS).collect()
}

fn verdicts(of: impl Fn(&str) -> Progress) -> Vec<Verdict> {
    claims_of(of).into_iter().map(|claim| claim.verdict).collect()
}

#[test]
fn the_rules_tell_true_from_false() {
    let is_dear = |arm: &str| arm == "all images" || arm.contains("order");
    let as_in_the_lecture = |arm: &str| progress(if is_dear(arm) { 500_000 } else { 8000 }, true);
    assert_eq!(verdicts(as_in_the_lecture), [Holds; 4]);
    let the_opposite = |arm: &str| progress(if is_dear(arm) { 8000 } else { 500_000 }, true);
    assert_eq!(verdicts(the_opposite), [DoesNotHold; 4]);
    assert_eq!(verdicts(|_| progress(8000, true)), [DoesNotHold; 4]);
}

/// Two ways that both miss the target cost the same, so neither is cheaper; one that misses it costs more
/// than one that does not.
#[test]
fn a_missed_target_costs_as_much_as_was_allowed() {
    let settings = default_settings::<Batches>();
    let cost = |reached| cost(&Measured::Learning(progress(100, reached)), &settings);
    assert_eq!([false, true].map(cost), [settings.most_images() as f64, 100.0]);
    assert_eq!(verdicts(|_| progress(8000, false)), [DoesNotHold; 4]);
    let ordered_misses = |arm: &str| progress(8000, !arm.contains("order"));
    let claims = claims_of(ordered_misses);
    assert_eq!(claims[3].verdict, Holds);
    assert!(claims[3].explanation.contains("10 of 10 seeds"), "{}", claims[3].explanation);
}

/// A way whose learning rate is too large does not count as an expensive one.
#[test]
fn a_way_that_diverged_decides_nothing() {
    let all_diverged = |arm: &str| Progress {
        diverged: arm == "all images",
        ..progress(8000, arm != "all images")
    };
    for claim in &claims_of(all_diverged)[..3] {
        assert_eq!(claim.verdict, Undecided);
        assert!(claim.note.contains("diverged"), "{}", claim.note);
    }
}

#[test]
fn each_size_has_its_learning_rate() {
    let settings = Settings {
        batch_sizes: vec![10, 100],
        learning_rates: vec![0.1, 0.2, 0.3, 0.4],
        ..default_settings::<Batches>()
    };
    assert!(Batches::check(&settings).is_ok());
    let rates = settings.drawings().into_iter().map(|drawing| settings.learning_rate(drawing));
    assert_eq!(rates.collect::<Vec<_>>(), [0.3, 0.1, 0.1, 0.2, 0.2, 0.4]);
    let few = Settings { learning_rates: vec![0.1], ..settings.clone() };
    assert!(Batches::check(&few).is_err());
    assert!(Batches::check(&Settings { ordered: 7, ..settings }).is_err());
}
