//! What depends on the scale of the initial weights, and on the number of layers.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::RecordOf;
use lab::statistics::mean_of;
use lab::table;
use language::tr;
use training::statistics::mean;

use super::names::{self, rough};
use crate::activation_histograms::arm::{Scale, activations, arm, scales};
use crate::activation_histograms::claims::EVEN;
use crate::activation_histograms::{ActivationHistograms, Measured, Network};
use crate::shared::finding::{is_above, is_below};

type Found = RecordOf<ActivationHistograms>;

/// Spread, gradient and effective rank against the standard deviation of the weights.
pub fn by_scale(record: &Found) -> Figure {
    let scales = scales(&record.settings);
    let layers = record.settings.layers;
    let panel = |title: &str, y: Axis, number: fn(&Measured) -> f64| {
        let lines = activations(&record.settings).into_iter().enumerate().map(|(i, activation)| {
            let point = |s: &Scale| {
                [s.std, names::mean_of(record, activation.name, &s.name, number).max(1e-12)]
            };
            let name = names::function(activation.name);
            Mark::line(name, Ink::Series(i), scales.iter().map(point).collect()).marked(Marker::Dot)
        });
        Panel::new(title)
            .x(Axis::new(tr!("standard deviation of the weights")).log())
            .y(y)
            .with_all(lines)
    };
    let title = match grows(record, &scales) {
        true => tr!(
            "The larger the initial weights, the more widely the activations are spread after {layers} layers",
            layers
        ),
        false => tr!("Effect of the scale of the initial weights").into(),
    };
    Figure::new(title)
        .subtitle(tr!(
            "after {layers} layers; {seeds}; all axes but the last are logarithmic",
            layers,
            seeds = mean_of(record.provenance.seeds.len())
        ))
        .alt(tr!(
            "Three panels against the standard deviation of the weights, a line for each activation function: \
             the spread of the last layer, the gradient that reaches the first layer, and the centred effective \
             rank of the last layer, which is 0 where nothing of the input is left."
        ))
        .grid(3, 240.0, 220.0)
        .panels([
            panel(
                tr!("spread, last layer"),
                Axis::new(tr!("standard deviation")).log(),
                |m| m.last().std,
            ),
            panel(tr!("gradient, first layer"), Axis::new(tr!("first over last")).log(), |m| {
                1.0 / m.last_over_first(|layer| layer.gradient)
            }),
            panel(
                tr!("distinct neurons, last layer"),
                Axis::new(tr!("centred effective rank")),
                |m| m.last().centred_rank,
            ),
        ])
}

/// Whether the spread of the last layer grows with the weights, for every activation function.
fn grows(record: &Found, scales: &[Scale]) -> bool {
    activations(&record.settings).iter().all(|activation| {
        let arm = |scale: &Scale| arm(activation.name, &scale.name);
        let more =
            |pair: &[Scale]| record.differences(&arm(&pair[1]), &arm(&pair[0]), |m| m.last().std);
        scales.windows(2).all(|pair| is_above(&more(pair), 0.0))
    })
}

/// The bounded activation functions of the claims.
const BOUNDED: [&str; 2] = ["sigmoid", "tanh"];

/// How far the last layer's histogram is from an even one, and how much of it lies at the ends of the range,
/// against the scale of the weights: a line for each depth.
pub fn evenness(record: &Found) -> Figure {
    let scales = scales(&record.settings);
    let panel = |activation: &str, title: String, y: Axis, number: fn(&Network) -> f64| {
        let lines = record.settings.depths.iter().enumerate().map(|(i, &depth)| {
            let point = |scale: &Scale| {
                let of = |m: &Measured| m.at(depth).map_or(f64::NAN, number);
                [scale.std / xavier(record), names::mean_of(record, activation, &scale.name, of)]
            };
            let points = scales.iter().map(point).collect();
            Mark::line(tr!("{depth} layers", depth), Ink::Series(i), points).marked(Marker::Dot)
        });
        Panel::new(title)
            .x(Axis::new(tr!("std of the weights, times Xavier's")).log())
            .y(y)
            .with(Mark::place("Xavier", 1.0))
            .with_all(lines)
    };
    let bits = BOUNDED.map(|activation| {
        let y = Axis::new(tr!("bits short of an even histogram")).range(0.0, 5.0);
        let title = tr!("{function}: how uneven", function = names::function(activation));
        panel(activation, title, y, |n| n.last.bits_short_of_even())
    });
    let ends = BOUNDED.map(|activation| {
        let y = Axis::new(tr!("share of the activations")).range(0.0, 1.0);
        let title =
            tr!("{function}: at the ends of the range", function = names::function(activation));
        panel(activation, title, y, |n| n.last.at_the_ends)
            .with(Mark::level(tr!("evenly spread: 0.1"), 0.1))
    });
    Figure::new(evenness_title(record, &scales))
        .subtitle(tr!(
            "last layer; 0 bits is even, log₂ 30 = 4.9 is everything in one of 30 bins; {seeds}",
            seeds = mean_of(record.provenance.seeds.len())
        ))
        .alt(tr!(
            "Two panels for each of sigmoid and tanh against the scale of the weights, a line for each \
             depth. Small weights leave the histogram narrow, large ones fill the ends of the range. In \
             the last layer of the book's network, the histogram is short of an even one by: {bits}.",
            bits = BOUNDED.map(|activation| bits_by_scale(record, activation)).join("; ")
        ))
        .grid(2, 330.0, 230.0)
        .panels(bits.into_iter().chain(ends))
}

/// Xavier's standard deviation.
fn xavier(record: &Found) -> f64 {
    (1.0 / record.settings.neurons as f64).sqrt()
}

/// Which scale is the most even of those tried, as a mean over the depths, if the seeds tell it from the others.
fn evenness_title(record: &Found, scales: &[Scale]) -> String {
    let best = |activation: &str| {
        let of = |m: &Measured| m.mean(|n| n.last.bits_short_of_even());
        let bits = |s: &Scale| names::mean_of(record, activation, &s.name, of);
        let best = scales.iter().min_by(|a, b| bits(a).total_cmp(&bits(b)))?;
        let arm = |scale: &Scale| arm(activation, &scale.name);
        let lead = |other: &Scale| record.differences(&arm(other), &arm(best), of);
        let mut others = scales.iter().filter(|scale| *scale != best);
        others.all(|other| is_above(&lead(other), 0.0)).then(|| rough(best.std / xavier(record)))
    };
    match BOUNDED.map(best) {
        [Some(sigmoid), Some(tanh)] => tr!(
            "Of the scales tried, {sigmoid} times Xavier's standard deviation spreads sigmoid's activations most \
             evenly, and {tanh} times tanh's",
            sigmoid,
            tanh
        ),
        _ => tr!("Which scale of the initial weights spreads the activations most evenly?").into(),
    }
}

/// "sigmoid 4.2 at 0.25, 0.9 at 1": bits against multiples of Xavier's standard deviation.
fn bits_by_scale(record: &Found, activation: &str) -> String {
    let at = |scale: &Scale| {
        let bits = |m: &Measured| m.last().bits_short_of_even();
        tr!(
            "{bits} at {factor}",
            bits = table::number(names::mean_of(record, activation, &scale.name, bits)),
            factor = table::number(scale.std / xavier(record))
        )
    };
    let all: Vec<String> = scales(&record.settings).iter().map(at).collect();
    format!("{} {}", names::function(activation), all.join(", "))
}

/// The spread of the last layer, relative to the first, against the number of layers: a line for each scale
/// of the weights. He's is thick.
pub fn by_depth(record: &Found) -> Figure {
    let scales = scales(&record.settings);
    let panels = activations(&record.settings).into_iter().map(|activation| {
        let lines = scales.iter().enumerate().map(|(i, scale)| {
            let point = |&depth: &usize| {
                let ratio = ratio(record, activation.name, &scale.name, depth);
                [depth as f64, ratio.max(1e-12)]
            };
            let points = record.settings.depths.iter().map(point).collect();
            let name = names::weights(&record.settings, &scale.name);
            let line = Mark::line(name, Ink::Series(i), points).marked(Marker::Dot);
            if scale.name == "He" { line.thick(3.4) } else { line }
        });
        Panel::new(names::function(activation.name))
            .x(Axis::new(tr!("layers")).log())
            .y(Axis::new(tr!("spread, last layer divided by first")).log())
            .with_all(lines)
    });
    let of_he = |&depth: &usize| {
        let ratio = table::number(ratio(record, "ReLU", "He", depth));
        tr!("{ratio} at {depth}", ratio, depth)
    };
    let of_he: Vec<String> = record.settings.depths.iter().map(of_he).collect();
    Figure::new(depth_title(record))
        .subtitle(tr!(
            "standard deviation of activations, last layer divided by first, at least 10⁻¹²; {seeds}; \
             logarithmic axes",
            seeds = mean_of(record.provenance.seeds.len())
        ))
        .alt(tr!(
            "A panel for each activation function, a line for each scale of the weights, against the \
             number of layers. With He, ReLU's ratio is {ratios}.",
            ratios = of_he.join(", ")
        ))
        .grid(3, 240.0, 220.0)
        .panels(panels)
}

/// The mean over the seeds of the last layer's spread divided by the first one's.
fn ratio(record: &Found, activation: &str, initializer: &str, depth: usize) -> f64 {
    mean(&ratios(record, activation, initializer, depth))
}

/// The last layer's spread divided by the first one's, at each seed.
fn ratios(record: &Found, activation: &str, initializer: &str, depth: usize) -> Vec<f64> {
    let ratio = |m: &Measured| m.at(depth).map_or(f64::NAN, |n| n.last.std / m.layers[0].std);
    names::values_of(record, activation, initializer, ratio)
}

/// What was found, if ReLU's spread stays even with He at every depth: the range over the seeds, because they
/// differ much in a deep network.
fn depth_title(record: &Found) -> String {
    let worst = |m: &Measured| m.largest(|n| m.unevenness(&n.last));
    let deepest = record.settings.depths.iter().copied().max().unwrap_or(0);
    let of_seeds = |scale| {
        let ratios = ratios(record, "ReLU", scale, deepest).into_iter();
        ratios.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)))
    };
    let (((low, high), (_, most)), even) =
        ((of_seeds("He"), of_seeds("Xavier")), names::values_of(record, "ReLU", "He", worst));
    match is_below(&even, EVEN) && most > 0.0 {
        true => tr!(
            "After {layers} layers, {low} to {high} of ReLU's spread is left with He, depending on the seed, and at \
             most {most} with Xavier",
            layers = deepest,
            low = names::percent(low),
            high = names::percent(high),
            most = names::percent(most)
        ),
        false => tr!("How does the spread change in deeper networks?").into(),
    }
}
