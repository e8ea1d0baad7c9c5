//! I6: Xavier spreads the activations of sigmoid and tanh evenly, and more evenly than other scales.

use lab::table::number;
use lab::verdict::Claim;
use language::{tr, translated};
use training::statistics::mean;

use super::open::{AT_THE_ENDS, EVEN, Found, TIMES, WHAT_IS_EVEN, depths, on};
use crate::activation_histograms::Measured;
use crate::activation_histograms::arm::{Scale, arm, scales, times_xavier};
use crate::activation_histograms::figure::names;

/// The multiples of Xavier's standard deviation that it is compared with; they are in the default of
/// `--factors`.
const FACTORS: [f64; 4] = [0.25, 0.5, 2.0, 4.0];

pub fn claims(record: &Found) -> Vec<Claim> {
    let of = |activation: &str| {
        let itself =
            [even(record, activation), deeper(record, activation), unsaturated(record, activation)];
        itself.into_iter().chain(FACTORS.map(|factor| than(record, activation, factor)))
    };
    ["sigmoid", "tanh"].into_iter().flat_map(of).collect()
}

/// The book's network.
fn even(record: &Found, activation: &str) -> Claim {
    let name = arm(activation, "Xavier");
    let large = arm(activation, "large std");
    let std_1_too = match mean(&record.values(&large, |m| m.unevenness(m.last()))) < EVEN {
        true => tr!(
            "Std {std} keeps the spread even as well, but its activations lie at the ends of the \
             range (I4). An even spread alone is therefore not enough.",
            std = record.settings.large_std
        ),
        false => String::new(),
    };
    let sentence = tr!(
        "with Xavier, {function}'s spread stays even ({times})",
        function = names::function(activation),
        times = translated(TIMES)
    );
    on(record, "I6", &[&name], sentence)
        .because(translated(WHAT_IS_EVEN))
        .mind(std_1_too)
        .below(EVEN, &record.values(&name, |m| m.unevenness(m.last())))
}

/// Networks of other depths.
fn deeper(record: &Found, activation: &str) -> Claim {
    let name = arm(activation, "Xavier");
    let sentence = tr!(
        "with Xavier, {function}'s spread stays even in networks of {depths} ({times}, at the worst depth)",
        function = names::function(activation),
        depths = depths(record),
        times = translated(TIMES)
    );
    on(record, "I6", &[&name], sentence)
        .at_our_setting()
        .because(translated(WHAT_IS_EVEN))
        .otherwise(tr!(
            "Xavier's derivation assumes a linear activation function. Because tanh flattens away \
             from 0, every layer loses some of the spread. In networks of {depths}, the spread halves or \
             doubles {times} times, respectively.",
            depths = depths(record),
            times = doublings_by_depth(record, &name)
        ))
        .below(EVEN, &record.values(&name, |m| m.largest(|n| m.unevenness(&n.last))))
}

fn unsaturated(record: &Found, activation: &str) -> Claim {
    let name = arm(activation, "Xavier");
    let sentence = tr!(
        "with Xavier, {function}'s last layer does not gather at the ends of its range in networks of {depths} \
         (fraction in the lowest and highest twentieth of the range, at the worst depth)",
        function = names::function(activation),
        depths = depths(record)
    );
    on(record, "I6", &[&name], sentence)
        .at_our_setting()
        .because(tr!("of evenly spread activations, a tenth lies there"))
        .below(AT_THE_ENDS, &record.values(&name, |m| m.largest(|n| n.last.at_the_ends)))
}

/// Against another scale.
fn than(record: &Found, activation: &str, factor: f64) -> Claim {
    let name = arm(activation, "Xavier");
    let other = arm(activation, &times_xavier(factor));
    let sentence = tr!(
        "{function}'s activations are more evenly spread with Xavier than with {factor} times \
         its standard deviation (how many bits fewer the last layer's histogram is short of an \
         even one, mean of {depths})",
        function = names::function(activation),
        factor,
        depths = depths(record)
    );
    on(record, "I6", &[&name, &other], sentence)
        .at_our_setting()
        .because(tr!(
            "a narrow histogram and one with peaks at the ends are both short of bits; at 0 both scales \
             would be equally even"
        ))
        .otherwise(larger_is_more_even(record, activation))
        .above(0.0, &record.differences(&other, &name, bits_short))
}

/// The mean unevenness at each depth: "0.5, 0.97, 1.5".
fn doublings_by_depth(record: &Found, arm: &str) -> String {
    let at = |depth: &usize| {
        let value = |m: &Measured| m.at(*depth).map_or(f64::NAN, |n| m.unevenness(&n.last));
        number(mean(&record.values(arm, value)))
    };
    record.settings.depths.iter().map(at).collect::<Vec<_>>().join(", ")
}

/// How many bits the last layer's histogram is short of an even one, as a mean over the depths.
fn bits_short(measured: &Measured) -> f64 {
    measured.mean(|n| n.last.bits_short_of_even())
}

/// Why larger weights than Xavier's may spread the activations more evenly, and which of the scales is
/// best.
fn larger_is_more_even(record: &Found, activation: &str) -> String {
    let reason = match activation {
        "sigmoid" => tr!(
            "Xavier's derivation assumes a slope of 1. The sigmoid's is at most ¼, so its activations are \
             narrower than the derivation says, and larger weights make up for a part of that."
        ),
        _ => tr!(
            "Xavier's derivation assumes a slope of 1. tanh is flatter away from 0, so its activations become \
             narrower with each layer, and larger weights make up for a part of that."
        ),
    };
    let xavier = (1.0 / record.settings.neurons as f64).sqrt();
    let bits = |scale: &Scale| mean(&record.values(&arm(activation, &scale.name), bits_short));
    let scales = scales(&record.settings);
    let Some(best) = scales.iter().min_by(|a, b| bits(a).total_cmp(&bits(b))) else {
        return reason.into();
    };
    let best = tr!(
        "Of the scales here, {factor} times Xavier's is the most even: {bits} bits short, as a mean over the \
         depths.",
        factor = number(best.std / xavier),
        bits = number(bits(best))
    );
    format!("{reason} {best}")
}
