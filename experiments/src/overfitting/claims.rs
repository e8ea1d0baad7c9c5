//! V1, V2 and I1 as claims. All gaps are compared at one seed, on the same images and mini-batches.
//!
//! What would count against each statement:
//! - V1: a gap that is not wider with the most neurons or layers than with the fewest; or that stops widening
//!   once a network has room for all of its images.
//! - V2: a gap that is not wider with the fewest images than with the most; or any step to more images that
//!   does not narrow it.
//! - I1: a gap that does not narrow from large initial weights to He's, or from He's to smaller ones.

use lab::experiment::RecordOf;
use lab::table::{number, percent};
use lab::verdict::{Claim, Open, claim};
use training::epochs::Curves;
use training::statistics::mean;

use super::figure::LABELS;
use super::settings::Settings;
use super::sweep::{Sweep, sweeps};
use super::trial::Overfitting;
use crate::shared::epochs::Curved;

/// A network with at least this training accuracy fits its training images: of 300, all but 3.
const FITS: f64 = 0.99;

/// The statements as claims.
pub fn claims(record: &RecordOf<Overfitting>) -> Vec<Claim> {
    let [images, width, depth, scale] = sweeps(&record.settings);
    let [images_label, width_label, depth_label, _] = LABELS;
    let mut claims = Vec::new();
    for (label, sweep) in [(width_label, &width), (depth_label, &depth)] {
        let last = sweep.last();
        let (most, least) = (sweep.value(last), sweep.value(0));
        let sentence =
            format!("{label}: the gap is wider with {most} than with {least} (by how much)");
        let gaps = wider(record, sweep, last, 0);
        let tests = both_tests(record, sweep, 0, last);
        claims.push(
            open("V1", sentence)
                .lacking(missing(label, sweep))
                .mind(tests.clone())
                .otherwise(tests)
                .above(0.0, &gaps),
        );
    }
    claims.push(widens_further(record, width_label, &width));

    let (few, many) = (images.value(0), images.value(images.last()));
    let sentence =
        format!("the gap is wider with {few} training images than with {many} (by how much)");
    let gaps = wider(record, &images, 0, images.last());
    let is_missing = missing(images_label, &images);
    let tests = both_tests(record, &images, 0, images.last());
    claims.push(open("V2", sentence).lacking(&is_missing).mind(tests).above(0.0, &gaps));
    // For each seed, the step from one number of images to the next that narrows the gap least.
    let steps = (1..=images.last()).map(|i| wider(record, &images, i - 1, i));
    let least = steps.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.min(*b)).collect());
    let sentence = "each larger number of training images narrows the gap (by how much, where it narrows least)";
    claims.push(open("V2", sentence).lacking(is_missing).above(0.0, &least.unwrap_or_default()));

    let he = scale.plans.iter().position(|(_, plan)| plan.initial_scale == 1.0);
    for (from, to, way) in [
        (Some(scale.last()), he, "from larger initial weights to He's"),
        (he, Some(0), "from He's initial weights to smaller ones"),
    ] {
        claims.push(match from.zip(to).filter(|(from, to)| from != to) {
            Some((from, to)) => {
                let sentence = format!(
                    "the gap between training and test accuracy narrows from {} to {} times He's initial weights (by how much)",
                    scale.value(from),
                    scale.value(to)
                );
                open("I1", sentence)
                    .mind(both_tests(record, &scale, from, to))
                    .otherwise(smaller_weights(record, &scale, from, to))
                    .above(0.0, &wider(record, &scale, from, to))
            }
            None => open("I1", format!("the gap between training and test accuracy narrows {way} (by how much)"))
                .lacking("one of the two was not run")
                .above(0.0, &[]),
        });
    }
    claims
}

/// A claim about a difference between two gaps.
fn open(id: &str, sentence: impl Into<String>) -> Open {
    let open = claim(id, sentence).at_our_setting();
    open.because("0 would mean that it makes no difference to overfitting")
}

/// What a sweep lacks for comparing two values, if anything.
fn missing(label: &str, sweep: &Sweep) -> String {
    match sweep.plans.as_slice() {
        [(value, _)] => format!("{label}: only {value} was run"),
        _ => String::new(),
    }
}

/// For each seed, the gap at index `a` minus the gap at index `b`.
fn wider(record: &Curved<Settings>, sweep: &Sweep, a: usize, b: usize) -> Vec<f64> {
    record.differences(&sweep.arm(a), &sweep.arm(b), Curves::gap)
}

/// Among networks that have room for all their images, more room makes them overfit more (V1).
fn widens_further(record: &Curved<Settings>, label: &str, width: &Sweep) -> Claim {
    let fits = |&i: &usize| mean(&record.values(&width.arm(i), Curves::training_at_end)) >= FITS;
    let widest = width.value(width.last());
    let fit = format!("the fewest that fit {} % of the training images", 100.0 * FITS);
    match (0..width.last()).find(fits) {
        Some(enough) => {
            let sentence = format!(
                "{label}: the gap keeps widening from {}, {fit}, to {widest} (by how much)",
                width.value(enough)
            );
            open("V1", sentence)
                .otherwise(more_room(record, width, enough))
                .above(0.0, &wider(record, width, width.last(), enough))
        }
        None => {
            let sentence =
                format!("{label}: the gap keeps widening from {fit} to {widest} (by how much)");
            open("V1", sentence).lacking("no narrower network fits them").above(0.0, &[])
        }
    }
}

/// The test accuracies of two networks, in words.
fn test_accuracies(record: &Curved<Settings>, sweep: &Sweep, from: usize, to: usize) -> String {
    let test = |i: usize| percent(mean(&record.values(&sweep.arm(i), Curves::test_at_end)));
    format!(
        "test accuracy is {} with {} and {} with {}",
        test(from),
        sweep.value(from),
        test(to),
        sweep.value(to)
    )
}

/// The same as a sentence.
fn both_tests(record: &Curved<Settings>, sweep: &Sweep, from: usize, to: usize) -> String {
    format!("Mean {}.", test_accuracies(record, sweep, from, to))
}

/// Why networks that are larger than necessary do not overfit more (V1).
fn more_room(record: &Curved<Settings>, width: &Sweep, enough: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&width.arm(i), number));
    let all = 0..=width.last();
    let gap = |i: usize| at(i, Curves::gap);
    let widest = all.clone().max_by(|&a, &b| gap(a).total_cmp(&gap(b))).unwrap_or(0);
    let test: Vec<f64> = all.map(|i| at(i, Curves::test_at_end)).collect();
    let rises = test.windows(2).all(|pair| pair[1] > pair[0]);
    let mut text = format!(
        "Among networks that fit all of their training images, the larger ones do not overfit more: {}. \
         The gap is widest with {} neurons per layer, where training accuracy is {}.",
        test_accuracies(record, width, enough, width.last()),
        width.value(widest),
        percent(at(widest, Curves::training_at_end)),
    );
    if rises {
        text += " Test accuracy rises from each width to the next. (This is related to double descent, \
                 but not the same: there, test accuracy itself falls before it rises again.)";
    }
    text + " A likely reason is that with more parameters, gradient descent finds smoother functions that fit \
            the same images. So the number of parameters alone does not determine how much a network overfits."
}

/// Why still smaller weights do not reduce overfitting further (I1).
fn smaller_weights(record: &Curved<Settings>, scale: &Sweep, from: usize, to: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&scale.arm(i), number));
    let norm = |i: usize| number(at(i, Curves::norm_at_end));
    let both_fit = [from, to].iter().all(|&i| at(i, Curves::training_at_end) >= FITS);
    let is_worse = at(to, Curves::test_at_end) < at(from, Curves::test_at_end);
    format!(
        "{}{}, although the norm of all weights ends at {} with {} and at {} with {}. “Small” helps only \
         in the sense of “not too large”: with large weights, much of the random initialization remains \
         in the network. Below He's scale, the signal shrinks from layer to layer, learning starts on a \
         plateau, and the resulting network is {}.",
        if both_fit { "Both networks fit their training images; " } else { "On average, " },
        test_accuracies(record, scale, from, to),
        norm(from),
        scale.value(from),
        norm(to),
        scale.value(to),
        if is_worse { "worse" } else { "no better" }
    )
}
