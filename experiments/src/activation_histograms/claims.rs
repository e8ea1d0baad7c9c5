//! I3–I7 as claims.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, Open, claim};
use training::activation_statistics::Layer;
use training::shown;
use training::statistics::mean;

use super::arm::{Scale, arm, scales, times_xavier};
use super::settings::Settings;
use super::trial::ActivationHistograms;
use super::{Measured, Network};

type Found = RecordOf<ActivationHistograms>;

/// A layer whose effective rank is below this is worth hardly more than one neuron.
const HARDLY_MORE_THAN_ONE: f64 = 1.05;

/// Up to this many doublings, the spread counts as even.
const EVEN: f64 = 1.0;

/// Of evenly spread activations, so many lie in the lowest and highest twentieth of the range.
const AT_THE_ENDS: f64 = 0.1;

/// The multiples of Xavier's standard deviation that it is compared with; they are in the default of
/// `--factors`.
const FACTORS: [f64; 4] = [0.25, 0.5, 2.0, 4.0];

/// The statements as claims.
pub fn claims(record: &Found) -> Vec<Claim> {
    [spread(record), gradient(record), one_neuron(record), xavier(record), he(record)].concat()
}

/// Opens a claim about these arms. Two may be the same: --large-std 0.1 is Xavier's, and the arm is called
/// "large std".
fn on(record: &Found, id: &str, arms: &[&str], sentence: impl Into<String>) -> Open {
    let is_finite = |layer: &Layer| layer.mean.is_finite() && layer.std.is_finite();
    let all_finite = |m: &Measured| {
        m.layers.iter().chain(m.networks.iter().map(|network| &network.last)).all(is_finite)
    };
    let is_infinite = |arm: &&&str| !record.arm(arm).all(all_finite);
    let lacking = match arms.iter().find(is_infinite) {
        Some(arm) => format!("the activations of {arm} are not finite"),
        None => record.missing(arms.iter().copied()),
    };
    claim(id, sentence).lacking(lacking)
}

/// The large and the small standard deviation: "std 1", "std 0.01".
fn stds(record: &Found) -> [String; 2] {
    [record.settings.large_std, record.settings.small_std]
        .map(|std| format!("std {}", shown::number(std)))
}

/// The depths of the record in words: "2, 5, 10 and 20 layers".
fn depths(record: &Found) -> String {
    let depths: Vec<String> = record.settings.depths.iter().map(usize::to_string).collect();
    match depths.as_slice() {
        [others @ .., last] if !others.is_empty() => {
            format!("{} and {last} layers", others.join(", "))
        }
        _ => format!("{} layers", depths.join("")),
    }
}

/// I3: a larger standard deviation of the weights spreads the activations more widely.
fn spread(record: &Found) -> Vec<Claim> {
    let [large, small] = stds(record);
    let contrast: Vec<f64> = record
        .arm("tanh, large std")
        .zip(record.arm("tanh, small std"))
        .map(|(large, small)| (large.last().std / small.last().std).log10())
        .collect();
    let book = on(record, "I3", &["tanh, large std", "tanh, small std"], format!("the spread of tanh's last layer is more than ten times larger with {large} than with {small} (ratio, as a power of ten)"))
        .because(NO_EFFECT)
        .above(1.0, &contrast);
    let [large_std, small_std] = [&large, &small];
    let at_every_depth = |activation: &str| {
        let [large, small] = ["large std", "small std"].map(|scale| arm(activation, scale));
        let ratios = record.arm(&large).zip(record.arm(&small)).map(|(large, small)| {
            let of_depths = large.networks.iter().zip(&small.networks);
            let of_depths = of_depths.map(|(a, b)| (a.last.std / b.last.std).log10());
            of_depths.fold(f64::INFINITY, f64::min)
        });
        let ratios: Vec<f64> = ratios.collect();
        let sentence = format!(
            "{activation}'s last layer is spread more widely with {large_std} than with {small_std} in networks of {} \
             (smallest ratio, as a power of ten)",
            depths(record)
        );
        on(record, "I3", &[&large, &small], sentence)
            .at_our_setting()
            .because(NO_EFFECT)
            .above(1.0, &ratios)
    };
    // ReLU's ratio is the ratio of the weights to the power of the depth, whatever they are: f(ca) = c f(a).
    let bounded = ["sigmoid", "tanh"].map(at_every_depth);
    std::iter::once(book).chain(bounded).collect()
}

const NO_EFFECT: &str =
    "1 is ten times as wide; it would be 0 if the initial weights did not matter";

/// I4: with std 1, the sigmoid saturates and the gradient vanishes.
fn gradient(record: &Found) -> Vec<Claim> {
    let [std, _] = stds(record);
    let large = ["sigmoid, large std"];
    let deepest = record.settings.depths.iter().copied().max().unwrap_or(0);
    let of_deepest = record.values(large[0], |m| m.at(deepest).map_or(f64::NAN, |n| n.gradient));
    vec![
        on(record, "I4", &large, format!("with {std}, most of the sigmoid's activations in the last layer lie below 0.05 or above 0.95 (fraction)"))
            .because("of evenly spread activations, a tenth would lie there")
            .above(0.5, &record.values(large[0], |m| m.last().at_the_ends)),
        on(record, "I4", &large, "the sigmoid is flat where these activations lie (mean slope a(1 − a) in the last layer)")
            .because("0.125 is half of ¼, the steepest slope of the sigmoid")
            .below(0.125, &record.values(large[0], |m| m.last().slope)),
        on(record, "I4", &large, format!("with {std}, the sigmoid's gradient vanishes towards the input (first layer divided by last)"))
            .because("a tenth over four layers counts as vanishing")
            .otherwise(gradient_survives(record))
            .below(0.1, &record.values(large[0], |m| 1.0 / m.last_over_first(|l| l.gradient))),
        on(record, "I4", &large, format!("with {std}, the sigmoid's gradient vanishes over {deepest} layers (first layer divided by last)"))
            .at_our_setting()
            .because("as for the book's network, a tenth counts as vanishing")
            .below(0.1, &of_deepest),
    ]
}

/// Why the gradient passes through layers whose slopes are close to 0 (I4).
fn gradient_survives(record: &Found) -> String {
    let reaches = |scale: &str| {
        let first_over_last = |m: &Measured| 1.0 / m.last_over_first(|layer| layer.gradient);
        number(mean(&record.values(&arm("sigmoid", scale), first_over_last)))
    };
    let at_depth = |depth: &usize| {
        let gradient = |m: &Measured| m.at(*depth).map_or(f64::NAN, |n| n.gradient);
        let share = number(mean(&record.values("sigmoid, large std", gradient)));
        format!("{share} at {depth}")
    };
    let at_depths: Vec<String> = record.settings.depths.iter().map(at_depth).collect();
    let Settings { neurons, large_std, small_std, .. } = &record.settings;
    format!(
        "On its way back through a layer, the gradient is multiplied by the slope, which is small, and \
         by the weights, which are large. {neurons} weights of standard deviation {large_std} enlarge \
         it by √{neurons} · {large_std} = {}, which makes up for the small slope. At this setting the \
         slide's reason is right, but its conclusion is not. With smaller weights the sigmoid's \
         gradient does vanish: of {} layers, the first receives {} of it with Xavier, and {} with std \
         {small_std} (see the figure of the gradient). By number of layers, with std {large_std}: {}.",
        number((*neurons as f64).sqrt() * large_std),
        record.settings.layers,
        reaches("Xavier"),
        reaches("small std"),
        at_depths.join(", ")
    )
}

/// I5: with std 0.01, the sigmoid's activations crowd around ½, and what is left is worth one neuron.
fn one_neuron(record: &Found) -> Vec<Claim> {
    let [_, std] = stds(record);
    let small = ["sigmoid, small std"];
    let both = ["sigmoid, small std", "sigmoid, Xavier"];
    let first_ranks = record.values(small[0], |m| m.layers[0].centred_rank);
    let halvings = |m: &Measured| -m.last_over_first(|layer| layer.signal).log2();
    let fades_faster = record.differences(both[0], both[1], halvings);
    let rank = "the centred effective rank tr(M)²/‖M‖², where M = ZᵀZ for activations Z less each \
                neuron's mean over the inputs, is 1 if all neurons vary alike from input to input, and \
                the number of neurons if they vary independently and equally";
    vec![
        on(record, "I5", &small, format!("with {std}, the sigmoid's activations in the last layer crowd around 0.5 (standard deviation)"))
            .because("evenly spread activations have a standard deviation of 0.29")
            .below(0.05, &record.values(small[0], |m| m.last().std)),
        on(record, "I5", &small, format!("with {std}, the sigmoid's first layer is worth hardly more than one neuron (centred effective rank)"))
            .because(rank)
            .otherwise(format!("{} {}", linear_but_different(record), lost_to_rounding(record)))
            .below(HARDLY_MORE_THAN_ONE, &first_ranks),
        on(record, "I5", &both, format!("with {std}, the inputs become alike sooner than with Xavier (how many more times a neuron's variation over the inputs halves from the first layer to the last)"))
            .because("at 0 the sigmoid's layers would lose the input equally fast with both")
            .above(0.0, &fades_faster),
    ]
}

/// What is lost in the last layer, if its neurons are worth nothing (I5).
fn lost_to_rounding(record: &Found) -> String {
    let settings = &record.settings;
    let of = |scale: &str, layer: usize, value: fn(&Layer) -> f64| {
        number(mean(&record.values(&arm("sigmoid", scale), |m| value(&m.layers[layer]))))
    };
    let before = settings.layers - 2;
    let rank = |scale: &str| of(scale, before, |l| l.centred_rank);
    format!(
        "That the last layer is worth nothing with such weights is a matter of rounding, so no claim is made \
         about its rank. A neuron of that layer varies by {} over the inputs, and 32-bit \
         numbers around ½ are 6e-8 apart, or half of that below it. In the layer before, the rank is {} \
         with std {} and {} with Xavier: small weights make the variation small, but not less varied.",
        of("small std", before + 1, |l| l.signal),
        rank("small std"),
        settings.small_std,
        rank("Xavier"),
    )
}

/// Why the first layer's neurons are worth more than one (I5), and what happens from there on.
fn linear_but_different(record: &Found) -> String {
    let by_layer = |scale: &str, value: fn(&Layer) -> f64| {
        let arm = arm("sigmoid", scale);
        let layers = 0..record.settings.layers;
        let means = layers.map(|i| number(mean(&record.values(&arm, |m| value(&m.layers[i])))));
        means.collect::<Vec<_>>().join(", ")
    };
    let Settings { small_std, .. } = &record.settings;
    format!(
        "The values are nearly the same, but how they vary from input to input is not: around ½ the \
         sigmoid is nearly linear, so each neuron is a different linear function of the input, and a \
         layer above with larger weights could tell them apart. What small weights limit is how much of \
         the input is left after several layers. A neuron's standard deviation over the inputs, layer by \
         layer, is {} with std {small_std} and {} with Xavier, and the centred effective rank is {} with \
         std {small_std} and {} with Xavier. Without centring, the rank is close to 1 with both, because \
         all values lie around ½.",
        by_layer("small std", |l| l.signal),
        by_layer("Xavier", |l| l.signal),
        by_layer("small std", |l| l.centred_rank),
        by_layer("Xavier", |l| l.centred_rank),
    )
}

/// I6: Xavier spreads the activations of sigmoid and tanh evenly, and more evenly than other scales.
fn xavier(record: &Found) -> Vec<Claim> {
    let of = |activation: &str| {
        let name = arm(activation, "Xavier");
        let large = arm(activation, "large std");
        let std_1_too = match mean(&record.values(&large, |m| m.unevenness(m.last()))) < EVEN {
            true => format!(
                "Std {} keeps the spread even as well, but its activations lie at the ends of the \
                 range (I4). An even spread alone is therefore not enough.",
                record.settings.large_std
            ),
            false => String::new(),
        };
        let book = on(
            record,
            "I6",
            &[&name],
            format!("with Xavier, {activation}'s spread stays even ({TIMES})"),
        )
        .because(WHAT_IS_EVEN)
        .mind(std_1_too)
        .below(EVEN, &record.values(&name, |m| m.unevenness(m.last())));
        let deeper = on(record, "I6", &[&name], format!("with Xavier, {activation}'s spread stays even in networks of {} ({TIMES}, at the worst depth)", depths(record)))
            .at_our_setting()
            .because(WHAT_IS_EVEN)
            .otherwise(format!(
                "Xavier's derivation assumes a linear activation function. Because tanh flattens away \
                 from 0, every layer loses some of the spread: over {}, it halves {} times.",
                depths(record),
                doublings_by_depth(record, &name)
            ))
            .below(EVEN, &record.values(&name, |m| m.largest(|n| m.unevenness(&n.last))));
        let unsaturated = on(record, "I6", &[&name], format!("with Xavier, {activation}'s last layer does not gather at the ends of its range in networks of {} (fraction in the lowest and highest twentieth of the range, at the worst depth)", depths(record)))
            .at_our_setting()
            .because("of evenly spread activations, a tenth lies there")
            .below(AT_THE_ENDS, &record.values(&name, |m| m.largest(|n| n.last.at_the_ends)));
        let than = |factor: f64| {
            let other = arm(activation, &times_xavier(factor));
            let gain = record.differences(&other, &name, bits_short);
            let sentence = format!(
                "{activation}'s activations are more evenly spread with Xavier than with {factor} times \
                 its standard deviation (how many bits fewer the last layer's histogram is short of an \
                 even one, mean of {})",
                depths(record)
            );
            on(record, "I6", &[&name, &other], sentence)
                .at_our_setting()
                .because("a narrow histogram and one with peaks at the ends are both short of bits; at 0 both scales would be equally even")
                .otherwise(larger_is_more_even(record, activation))
                .above(0.0, &gain)
        };
        [vec![book, deeper, unsaturated], FACTORS.map(than).to_vec()].concat()
    };
    ["sigmoid", "tanh"].into_iter().flat_map(of).collect()
}

const TIMES: &str = "how many times it doubles or halves from the first layer to the last";

const WHAT_IS_EVEN: &str = "a factor of two over all layers counts as even";

/// The mean unevenness at each depth: "0.5, 0.97 and 1.5".
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
/// best (I6).
fn larger_is_more_even(record: &Found, activation: &str) -> String {
    let reason = match activation {
        "sigmoid" => {
            "The sigmoid's is at most ¼, so its activations are narrower than the derivation says"
        }
        _ => "tanh is flatter away from 0, so its activations become narrower with each layer",
    };
    let xavier = (1.0 / record.settings.neurons as f64).sqrt();
    let bits = |scale: &Scale| mean(&record.values(&arm(activation, &scale.name), bits_short));
    let scales = scales(&record.settings);
    let best = scales.iter().min_by(|a, b| bits(a).total_cmp(&bits(b)));
    let best = best.map_or(String::new(), |best| {
        format!(
            " Of the scales here, {} times Xavier's is the most even: {} bits short, as a mean over the \
             depths.",
            number(best.std / xavier),
            number(bits(best))
        )
    });
    format!(
        "Xavier's derivation assumes a slope of 1. {reason}, and larger weights make up for a part of \
         that.{best}"
    )
}

/// I7: He keeps ReLU's spread even.
fn he(record: &Found) -> Vec<Claim> {
    let std_ratio = |arm: &str| record.values(arm, |m| m.last_over_first(|l| l.std));
    let unevenness = |m: &Measured| {
        let of_network = |n: &Network| m.unevenness(&n.last);
        m.mean(of_network)
    };
    let [_, std] = stds(record);
    let he = "ReLU, He";
    let than = |scale: &str, words: &str| {
        let other = arm("ReLU", scale);
        let sentence = format!(
            "ReLU's spread is more even with He than with {words} (how many times fewer it doubles or \
             halves from the first layer to the last, mean of {})",
            depths(record)
        );
        on(record, "I7", &[he, &other], sentence)
            .at_our_setting()
            .because("at 0 both would be equally even")
            .above(0.0, &record.differences(&other, he, unevenness))
    };
    vec![
        on(record, "I7", &["ReLU, small std"], format!("with {std}, ReLU's spread dies out (last layer divided by first)"))
            .because("at a thousandth, practically nothing is left")
            .below(1e-3, &std_ratio("ReLU, small std")),
        on(record, "I7", &["ReLU, Xavier"], "with Xavier, ReLU's spread shrinks (last layer divided by first)")
            .because("each layer halves the variance, so a quarter of the spread is left after four; an even spread would stay above a half")
            .below(0.5, &std_ratio("ReLU, Xavier")),
        on(record, "I7", &[he], format!("with He, ReLU's spread stays even ({TIMES})"))
            .because(format!("{WHAT_IS_EVEN}; std 0.01 and std 1 change the spread far more"))
            .below(EVEN, &record.values(he, |m| m.unevenness(m.last()))),
        on(record, "I7", &[he], format!("with He, ReLU's spread stays even in networks of {} ({TIMES}, at the worst depth)", depths(record)))
            .at_our_setting()
            .because(WHAT_IS_EVEN)
            .below(EVEN, &record.values(he, |m| m.largest(|n| m.unevenness(&n.last)))),
        than("small std", &std),
        than("Xavier", "Xavier"),
        than(&times_xavier(2.0), "twice Xavier's standard deviation"),
    ]
}
