//! V1, V2 and I1 as claims.

use super::{FITS, Overfitting, Settings, Sweep};
use crate::shared::epochs::Curved;
use lab::experiment::RecordOf;
use lab::table::{number, percent};
use lab::verdict::{Claim, claim};
use training::epochs::Curves;
use training::statistics::mean;

/// The statements as claims.
pub fn claims(record: &RecordOf<Overfitting>) -> Vec<Claim> {
    let [images, width, depth, scale] = record.settings.sweeps();
    // At 0 the change makes no difference to overfitting.
    let open = |id: &str, sentence: String| {
        let open = claim(id, sentence).at_our_setting();
        open.because("at 0 it makes no difference to overfitting")
    };
    // A gap is wider than another: where the sweep has one value alone, there is no other.
    let wider = |id: &str, sweep: &Sweep, sentence: String, gaps: Vec<f64>| {
        open(id, sentence).lacking(sweep.missing()).above(0.0, &gaps)
    };
    let mut claims = Vec::new();
    for sweep in [&width, &depth] {
        let (label, last) = (sweep.label, sweep.last());
        let (most, least) = (sweep.value(last), sweep.value(0));
        let sentence =
            format!("{label}: the gap is wider with {most} than with {least} (by how much)");
        claims.push(wider("V1", sweep, sentence, sweep.wider(record, last, 0)));
    }
    // Where a network has room for all its images, does more room make it overfit more?
    let fits = |&i: &usize| mean(&record.values(&width.arm(i), Curves::training_at_end)) >= FITS;
    let (label, widest) = (width.label, width.value(width.last()));
    let fit = format!("the fewest that fit {} % of the training images", 100.0 * FITS);
    claims.push(match (0..width.last()).find(fits) {
        Some(enough) => {
            let sentence = format!(
                "{label}: from {}, {fit}, to {widest} the gap goes on widening (by how much)",
                width.value(enough)
            );
            open("V1", sentence)
                .otherwise(more_room(record, &width, enough))
                .above(0.0, &width.wider(record, width.last(), enough))
        }
        None => {
            let sentence =
                format!("{label}: from {fit} to {widest} the gap goes on widening (by how much)");
            open("V1", sentence).lacking("no narrower network fits them").above(0.0, &[])
        }
    });

    let (few, many) = (images.value(0), images.value(images.last()));
    let sentence =
        format!("the gap is wider with {few} training images than with {many} (by how much)");
    claims.push(wider("V2", &images, sentence, images.wider(record, 0, images.last())));
    // For each seed, the step from one number of images to the next that narrows the gap least.
    let steps = (1..=images.last()).map(|i| images.wider(record, i - 1, i));
    let least = steps.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.min(*b)).collect());
    let sentence = "every larger number of training images narrows the gap (by how much, where it narrows least)";
    claims.push(wider("V2", &images, sentence.into(), least.unwrap_or_default()));

    let he = scale.plans.iter().position(|(_, plan)| plan.initial_scale == 1.0);
    for (from, to, way) in [
        (Some(scale.last()), he, "from larger initial weights to He's"),
        (he, Some(0), "from He's initial weights to smaller ones"),
    ] {
        claims.push(match from.zip(to).filter(|(from, to)| from != to) {
            Some((from, to)) => {
                let sentence = format!(
                    "the gap narrows from {} to {} times He's initial weights (by how much)",
                    scale.value(from),
                    scale.value(to)
                );
                open("I1", sentence)
                    .otherwise(smaller_weights(record, &scale, from, to))
                    .above(0.0, &scale.wider(record, from, to))
            }
            None => open("I1", format!("the gap narrows {way} (by how much)"))
                .lacking("one of the two was not run")
                .above(0.0, &[]),
        });
    }
    claims
}

/// The test accuracy of both ends, in words.
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

/// Why networks with more room than they need do not overfit more (V1).
fn more_room(record: &Curved<Settings>, width: &Sweep, enough: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&width.arm(i), number));
    let all = 0..=width.last();
    let gap = |i: usize| at(i, Curves::gap);
    let widest = all.clone().max_by(|&a, &b| gap(a).total_cmp(&gap(b))).unwrap_or(0);
    let test: Vec<f64> = all.map(|i| at(i, Curves::test_at_end)).collect();
    let rises = test.windows(2).all(|pair| pair[1] > pair[0]);
    let mut text = format!(
        "Among networks that all know their training images, the larger ones are not the ones that \
         overfit more: {}. The gap is widest with {} neurons a layer, where training accuracy is {}.",
        test_accuracies(record, width, enough, width.last()),
        width.value(widest),
        percent(at(widest, Curves::training_at_end)),
    );
    if rises {
        text += " Test accuracy rises with every width. (So this is related to double descent, but not \
                 the same: there test accuracy itself falls before it rises again.)";
    }
    text + " A likely reason is that with more room gradient descent finds smoother ways through the \
            same images. So the number of parameters alone does not tell how much a network overfits."
}

/// Why weights smaller than that do not hold overfitting down further (I1).
fn smaller_weights(record: &Curved<Settings>, scale: &Sweep, from: usize, to: usize) -> String {
    let at = |i: usize, number: fn(&Curves) -> f64| mean(&record.values(&scale.arm(i), number));
    let norm = |i: usize| number(at(i, Curves::norm_at_end));
    let both_fit = [from, to].iter().all(|&i| at(i, Curves::training_at_end) >= FITS);
    let is_worse = at(to, Curves::test_at_end) < at(from, Curves::test_at_end);
    format!(
        "{}{}, though the norm of all weights ends at {} with {} and {} with {}. Small helps as far as \
         it means “not too large”: from large weights much of the random beginning stays in the \
         network. Below He's scale the signal shrinks from layer to layer, learning begins on a \
         plateau, and the network that it leads to is {}.",
        if both_fit { "Both networks know their training images; " } else { "In the mean, " },
        test_accuracies(record, scale, from, to),
        norm(from),
        scale.value(from),
        norm(to),
        scale.value(to),
        if is_worse { "worse" } else { "no better" }
    )
}
