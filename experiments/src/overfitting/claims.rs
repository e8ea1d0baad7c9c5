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
use language::tr;
use training::epochs::Curves;
use training::statistics::mean;

use super::figure::labels;
use super::settings::Settings;
use super::sweep::{Sweep, sweeps};
use super::trial::Overfitting;
use crate::shared::epochs::Curved;

/// A network with at least this training accuracy fits its training images: of 300, all but 3.
const FITS: f64 = 0.99;

/// The statements as claims.
pub fn claims(record: &RecordOf<Overfitting>) -> Vec<Claim> {
    let [images, width, depth, scale] = sweeps(&record.settings);
    let [images_label, width_label, depth_label, _] = labels();
    let mut claims = vec![
        wider_if_larger(record, width_label, &width),
        wider_if_larger(record, depth_label, &depth),
        widens_further(record, width_label, &width),
    ];
    claims.extend(narrows_with_images(record, images_label, &images));
    claims.extend(narrows_with_small_weights(record, &scale));
    claims
}

/// The gap is wider for the largest value of a sweep than for the smallest (V1).
fn wider_if_larger(record: &Curved<Settings>, label: &str, sweep: &Sweep) -> Claim {
    let last = sweep.last();
    let sentence = tr!(
        "{label}: the gap is wider with {most} than with {least} (by how much)",
        label,
        most = sweep.value(last),
        least = sweep.value(0)
    );
    let tests = both_tests(record, sweep, 0, last);
    open("V1", sentence)
        .lacking(missing(label, sweep))
        .mind(tests.clone())
        .otherwise(tests)
        .above(0.0, &wider(record, sweep, last, 0))
}

/// The gap narrows from the fewest images to the most, and at each step between (V2).
fn narrows_with_images(record: &Curved<Settings>, label: &str, images: &Sweep) -> [Claim; 2] {
    let last = images.last();
    let sentence = tr!(
        "the gap is wider with {few} training images than with {many} (by how much)",
        few = images.value(0),
        many = images.value(last)
    );
    let is_missing = missing(label, images);
    let all = open("V2", sentence)
        .lacking(&is_missing)
        .mind(both_tests(record, images, 0, last))
        .above(0.0, &wider(record, images, 0, last));
    // For each seed, the step from one number of images to the next that narrows the gap least.
    let steps = (1..=last).map(|i| wider(record, images, i - 1, i));
    let least = steps.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.min(*b)).collect());
    let sentence = tr!(
        "each larger number of training images narrows the gap (by how much, where it narrows least)"
    );
    let each = open("V2", sentence).lacking(is_missing);
    [all, each.above(0.0, &least.unwrap_or_default())]
}

/// The gap narrows from the largest initial weights to He's, and from He's to the smallest (I1).
fn narrows_with_small_weights(record: &Curved<Settings>, scale: &Sweep) -> [Claim; 2] {
    let he = scale.plans.iter().position(|(_, plan)| plan.initial_scale == 1.0);
    let without = [
        tr!(
            "the gap between training and test accuracy narrows from larger initial weights to He's (by how much)"
        ),
        tr!(
            "the gap between training and test accuracy narrows from He's initial weights to smaller ones (by how much)"
        ),
    ];
    let ends = [(Some(scale.last()), he), (he, Some(0))];
    let pairs = ends.map(|(from, to)| from.zip(to).filter(|(from, to)| from != to));
    let claim = |i: usize| match pairs[i] {
        Some((from, to)) => {
            let sentence = tr!(
                "the gap between training and test accuracy narrows from {from} to {to} times He's initial weights (by how much)",
                from = scale.value(from),
                to = scale.value(to)
            );
            open("I1", sentence)
                .mind(both_tests(record, scale, from, to))
                .otherwise(smaller_weights(record, scale, from, to))
                .above(0.0, &wider(record, scale, from, to))
        }
        None => open("I1", without[i]).lacking(tr!("one of the two was not run")).above(0.0, &[]),
    };
    [claim(0), claim(1)]
}

/// A claim about a difference between two gaps.
fn open(id: &str, sentence: impl Into<String>) -> Open {
    let open = claim(id, sentence).at_our_setting();
    open.because(tr!("0 would mean that it makes no difference to overfitting"))
}

/// What a sweep lacks for comparing two values, if anything.
fn missing(label: &str, sweep: &Sweep) -> String {
    match sweep.plans.as_slice() {
        [(value, _)] => tr!("{label}: only {value} was run", label, value),
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
    let (widest, fit) = (width.value(width.last()), 100.0 * FITS);
    match (0..width.last()).find(fits) {
        Some(enough) => {
            let sentence = tr!(
                "{label}: the gap keeps widening from {enough}, the fewest that fit {fit} % of the training \
                 images, to {widest} (by how much)",
                label,
                enough = width.value(enough),
                fit,
                widest
            );
            open("V1", sentence)
                .otherwise(more_room(record, width, enough))
                .above(0.0, &wider(record, width, width.last(), enough))
        }
        None => {
            let sentence = tr!(
                "{label}: the gap keeps widening from the fewest that fit {fit} % of the training images to \
                 {widest} (by how much)",
                label,
                fit,
                widest
            );
            let lacking = tr!("no narrower network fits {fit} % of the training images", fit);
            open("V1", sentence).lacking(lacking).above(0.0, &[])
        }
    }
}

/// The mean test accuracy at an index, in percent.
fn test_accuracy(record: &Curved<Settings>, sweep: &Sweep, i: usize) -> String {
    percent(mean(&record.values(&sweep.arm(i), Curves::test_at_end)))
}

/// The test accuracies of two networks, as a sentence.
fn both_tests(record: &Curved<Settings>, sweep: &Sweep, from: usize, to: usize) -> String {
    tr!(
        "Mean test accuracy is {test_from} with {from} and {test_to} with {to}.",
        test_from = test_accuracy(record, sweep, from),
        from = sweep.value(from),
        test_to = test_accuracy(record, sweep, to),
        to = sweep.value(to)
    )
}

/// Why networks that are larger than necessary do not overfit more (V1).
fn more_room(record: &Curved<Settings>, width: &Sweep, enough: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&width.arm(i), number));
    let all = 0..=width.last();
    let gap = |i: usize| at(i, Curves::gap);
    let widest = all.clone().max_by(|&a, &b| gap(a).total_cmp(&gap(b))).unwrap_or(0);
    let test: Vec<f64> = all.map(|i| at(i, Curves::test_at_end)).collect();
    let mut sentences = vec![
        tr!(
            "Among networks that fit all of their training images, the larger ones do not overfit more: test \
             accuracy is {test_from} with {from} and {test_to} with {to}.",
            test_from = test_accuracy(record, width, enough),
            from = width.value(enough),
            test_to = test_accuracy(record, width, width.last()),
            to = width.value(width.last())
        ),
        tr!(
            "The gap is widest with {neurons} neurons per layer, where training accuracy is {training}.",
            neurons = width.value(widest),
            training = percent(at(widest, Curves::training_at_end))
        ),
    ];
    if test.windows(2).all(|pair| pair[1] > pair[0]) {
        let rises = tr!(
            "Test accuracy rises from each width to the next. (This is related to double descent, but not the \
             same: there, test accuracy itself falls before it rises again.)"
        );
        sentences.push(rises.into());
    }
    let reason = tr!(
        "A likely reason is that with more parameters, gradient descent finds smoother functions that fit the \
         same images. So the number of parameters alone does not determine how much a network overfits."
    );
    sentences.push(reason.into());
    sentences.join(" ")
}

/// Why still smaller weights do not reduce overfitting further (I1).
fn smaller_weights(record: &Curved<Settings>, scale: &Sweep, from: usize, to: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&scale.arm(i), number));
    let both_fit = [from, to].iter().all(|&i| at(i, Curves::training_at_end) >= FITS);
    let is_worse = at(to, Curves::test_at_end) < at(from, Curves::test_at_end);
    let [test_from, test_to] = [from, to].map(|i| test_accuracy(record, scale, i));
    let [norm_from, norm_to] = [from, to].map(|i| number(at(i, Curves::norm_at_end)));
    let (from, to) = (scale.value(from), scale.value(to));
    let accuracies = match both_fit {
        true => tr!(
            "Both networks fit their training images; test accuracy is {test_from} with {from} and {test_to} \
             with {to}, although the norm of all weights ends at {norm_from} with {from} and at {norm_to} with \
             {to}.",
            test_from,
            from,
            test_to,
            to,
            norm_from,
            norm_to
        ),
        false => tr!(
            "On average, test accuracy is {test_from} with {from} and {test_to} with {to}, although the norm of \
             all weights ends at {norm_from} with {from} and at {norm_to} with {to}.",
            test_from,
            from,
            test_to,
            to,
            norm_from,
            norm_to
        ),
    };
    let helps = tr!(
        "“Small” helps only in the sense of “not too large”: with large weights, much of the random \
         initialization remains in the network."
    );
    let plateau = match is_worse {
        true => tr!(
            "Below He's scale, the signal shrinks from layer to layer, learning starts on a plateau, and the \
             resulting network is worse."
        ),
        false => tr!(
            "Below He's scale, the signal shrinks from layer to layer, learning starts on a plateau, and the \
             resulting network is no better."
        ),
    };
    [&accuracies, helps, plateau].join(" ")
}
