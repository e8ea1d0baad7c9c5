//! I5: with std 0.01, the sigmoid's activations crowd around ½, and what is left is worth one neuron.

use lab::table::number;
use lab::verdict::Claim;
use language::tr;
use training::activation_statistics::Layer;
use training::shown;
use training::statistics::mean;

use super::open::{Found, on};
use crate::activation_histograms::Measured;
use crate::activation_histograms::arm::arm;

/// A layer whose effective rank is below this is worth hardly more than one neuron.
const HARDLY_MORE_THAN_ONE: f64 = 1.05;

pub fn claims(record: &Found) -> Vec<Claim> {
    let std = shown::number(record.settings.small_std);
    let small = ["sigmoid, small std"];
    let both = ["sigmoid, small std", "sigmoid, Xavier"];
    let first_ranks = record.values(small[0], |m| m.layers[0].centred_rank);
    let halvings = |m: &Measured| -m.last_over_first(|layer| layer.signal).log2();
    let fades_faster = record.differences(both[0], both[1], halvings);
    let crowd = tr!(
        "with std {std}, the sigmoid's activations in the last layer crowd around 0.5 (standard deviation)",
        std
    );
    let worth_one = tr!(
        "with std {std}, the sigmoid's first layer is worth hardly more than one neuron (centred effective \
         rank)",
        std
    );
    let alike_sooner = tr!(
        "with std {std}, the inputs become alike sooner than with Xavier (how many more times a neuron's \
         variation over the inputs halves from the first layer to the last)",
        std
    );
    vec![
        on(record, "I5", &small, crowd)
            .because(tr!("evenly spread activations have a standard deviation of 0.29"))
            .below(0.05, &record.values(small[0], |m| m.last().std)),
        on(record, "I5", &small, worth_one)
            .because(tr!(
                "the centred effective rank tr(M)²/‖M‖², where M = ZᵀZ for activations Z less each \
                 neuron's mean over the inputs, is 1 if all neurons vary alike from input to input, and \
                 the number of neurons if they vary independently and equally"
            ))
            .otherwise(format!("{} {}", linear_but_different(record), lost_to_rounding(record)))
            .below(HARDLY_MORE_THAN_ONE, &first_ranks),
        on(record, "I5", &both, alike_sooner)
            .because(tr!(
                "at 0 the sigmoid's layers would lose the input equally fast with both"
            ))
            .above(0.0, &fades_faster),
    ]
}

/// What is lost in the last layer, if its neurons are worth nothing.
fn lost_to_rounding(record: &Found) -> String {
    let settings = &record.settings;
    let of = |scale: &str, layer: usize, value: fn(&Layer) -> f64| {
        number(mean(&record.values(&arm("sigmoid", scale), |m| value(&m.layers[layer]))))
    };
    let before = settings.layers - 2;
    let rank = |scale: &str| of(scale, before, |l| l.centred_rank);
    tr!(
        "That the last layer is worth nothing with such weights is a matter of rounding, so no claim is made \
         about its rank. A neuron of that layer varies by {variation} over the inputs, and 32-bit \
         numbers around ½ are 6e-8 apart, or half of that below it. In the layer before, the rank is {small} \
         with std {std} and {xavier} with Xavier: small weights make the variation smaller, but not more \
         alike from neuron to neuron.",
        variation = of("small std", before + 1, |l| l.signal),
        small = rank("small std"),
        std = settings.small_std,
        xavier = rank("Xavier")
    )
}

/// Why the first layer's neurons are worth more than one, and what happens from there on.
fn linear_but_different(record: &Found) -> String {
    let by_layer = |scale: &str, value: fn(&Layer) -> f64| {
        let arm = arm("sigmoid", scale);
        let layers = 0..record.settings.layers;
        let means = layers.map(|i| number(mean(&record.values(&arm, |m| value(&m.layers[i])))));
        means.collect::<Vec<_>>().join(", ")
    };
    tr!(
        "The values are nearly the same, but how they vary from input to input is not: around ½ the \
         sigmoid is nearly linear, so each neuron is a different linear function of the input, and a \
         layer above with larger weights could tell them apart. What small weights limit is how much of \
         the input is left after several layers. A neuron's standard deviation over the inputs, layer by \
         layer, is {small_signals} with std {std} and {xavier_signals} with Xavier, and the centred effective \
         rank is {small_ranks} with std {std} and {xavier_ranks} with Xavier. Without centring, the rank is \
         close to 1 with both, because all values lie around ½.",
        std = record.settings.small_std,
        small_signals = by_layer("small std", |l| l.signal),
        xavier_signals = by_layer("Xavier", |l| l.signal),
        small_ranks = by_layer("small std", |l| l.centred_rank),
        xavier_ranks = by_layer("Xavier", |l| l.centred_rank)
    )
}
