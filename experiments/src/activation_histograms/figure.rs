//! Histograms of the activations, spread and gradient layer by layer and against the scale of the initial
//! weights, and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::mean_of;
use lab::table::{self, Table};
use training::activations::Named;
use training::shown;
use training::statistics::mean;

use super::arm::{INITIALIZERS, Scale, activations, arm, range, scales};
use super::trial::ActivationHistograms;
use super::{Measured, Network};
use training::activation_statistics::Layer;

type Found = RecordOf<ActivationHistograms>;

/// The figures, each with the name of its files.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    let spread = by_layer(
        record,
        "Spread of the activations in each layer",
        "logarithmic vertical axis",
        Axis::new("standard deviation").log(),
        |l| l.std,
    );
    let gradient = by_layer(
        record,
        "How much of the gradient reaches each layer",
        "logarithmic vertical axis",
        Axis::new("size, relative to the last layer").log(),
        |l| l.gradient,
    );
    let rank = by_layer(
        record,
        "How many neurons of each layer differ",
        "each neuron's mean over the inputs is subtracted; 0 if nothing varies in 32 bits",
        Axis::new("centred effective rank").range(0.0, 0.8 * record.settings.neurons as f64),
        |l| l.centred_rank,
    );
    let of = |activation: &'static Named| {
        (activation.id, Drawing::from(histograms(record, activation.name)))
    };
    let histograms = activations(&record.settings).into_iter().map(of);
    let others = [
        ("spread", spread),
        ("gradient", gradient),
        ("effective_rank", rank),
        ("scale", by_scale(record)),
        ("even", evenness(record)),
        ("depth", by_depth(record)),
    ];
    histograms.chain(others.map(|(name, figure)| (name, figure.into()))).collect()
}

/// The statement at which the report shows a figure.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "sigmoid" | "gradient" => "I4",
        "effective_rank" => "I5",
        "tanh" | "even" => "I6",
        "relu" | "depth" => "I7",
        _ => "I3",
    }
}

/// Spread, gradient and effective rank, as it is and centred, at the ends of the network: a row for each of
/// the book's arms.
pub fn table(record: &Found) -> Table {
    let mut table = Table::new([
        "arm",
        "std, first",
        "std, last",
        "gradient, first",
        "effective rank, last",
        "centred rank, first",
        "centred rank, last",
    ]);
    // Named as in the figures: "std 0.01" for "small std".
    let shown_name = |arm: &str| match arm.split_once(", ") {
        Some((activation, initializer)) => {
            format!("{activation}, {}", label(record, initializer))
        }
        None => arm.to_owned(),
    };
    let is_books = |arm: &str| INITIALIZERS.iter().any(|i| arm.ends_with(i));
    for arm in record.arms.iter().filter(|arm| is_books(&arm.name)) {
        let of =
            |value: fn(&Measured) -> f64| table::number(mean(&record.values(&arm.name, value)));
        table.row([
            shown_name(&arm.name),
            of(|m| m.layers[0].std),
            of(|m| m.last().std),
            of(|m| m.layers[0].gradient),
            of(|m| m.last().effective_rank),
            of(|m| m.layers[0].centred_rank),
            of(|m| m.last().centred_rank),
        ]);
    }
    table
}

/// The name of initial weights in the figures: their standard deviation if the book gives one.
fn label(record: &Found, initializer: &str) -> String {
    match initializer {
        "large std" => format!("std {}", shown::number(record.settings.large_std)),
        "small std" => format!("std {}", shown::number(record.settings.small_std)),
        other => other.to_owned(),
    }
}

/// Where the vertical axis of a panel ends. ReLU has so many activations at 0 that the other bars would
/// be too small to see, so the bar at 0 is cut off, unless the others hold next to nothing.
fn top(activation: &str, counts: &[f64]) -> f64 {
    let highest = |counts: &[f64]| counts.iter().copied().fold(0.0, f64::max);
    let others = highest(&counts[1..]);
    let towers = counts[0] > 2.0 * others;
    let are_seen = counts[1..].iter().sum::<f64>() > 0.02 * counts[0];
    let is_cut = activation == "ReLU" && towers && are_seen;
    if is_cut { others } else { highest(counts).max(1.0) }
}

/// What the bars do not show: the share of ReLU at 0, and the share of any function outside the range.
fn shares(activation: &str, counts: &[f64], activations: usize) -> Option<String> {
    let percent = |count: f64| 100.0 * count / activations as f64;
    let outside = percent(activations as f64 - counts.iter().sum::<f64>());
    let at_0 = format!("{:.0} % at 0", percent(counts[0]));
    match activation {
        "ReLU" if outside >= 0.5 => Some(format!("{at_0}, {outside:.0}\u{a0}%\u{a0}above\u{a0}1")),
        "ReLU" => Some(at_0),
        _ if outside >= 0.5 => Some(format!("{outside:.0}\u{a0}%\u{a0}outside")),
        _ => None,
    }
}

/// The histograms of one activation function: a row for each initializer, a panel for each layer.
fn histograms(record: &Found, activation: &str) -> Figure {
    let (from, to) = range(activation);
    let rows =
        INITIALIZERS.iter().enumerate().flat_map(|(row, initializer)| {
            let trial = record.arm(&arm(activation, initializer)).next();
            let layers = trial.map(|trial| trial.layers.clone()).unwrap_or_default();
            layers.into_iter().enumerate().map(move |(l, layer)| {
                let counts: Vec<f64> = layer.histogram.iter().map(|&n| n as f64).collect();
                let activations = record.settings.inputs * record.settings.neurons;
                let name = (row == 0).then(|| format!("layer {}", l + 1));
                let title: Vec<String> =
                    name.into_iter().chain(shares(activation, &counts, activations)).collect();
                let title = title.join(": ");
                let top = 1.05 * top(activation, &counts);
                let y = Axis::new(label(record, initializer)).range(0.0, top).without_ticks();
                Panel::new(title)
                    .x(Axis::new("activation").range(from, to))
                    .y(y)
                    .with(Mark::histogram(Ink::Series(0), from, to, &counts))
            })
        });
    let cut = match activation {
        "ReLU" => "; the bar at 0 (up to 0.03) is cut off where it is far higher than the others",
        _ => "",
    };
    Figure::new(format!("Distribution of {activation} activations, layer by layer"))
        .subtitle(format!("rows: initial weights; each panel has its own vertical scale; first seed{cut}"))
        .alt(format!(
            "Histograms of {activation} activations, a row for each of four initializers and a column \
             for each layer."
        ))
        .grid(record.settings.layers, 128.0, 84.0)
        .shared_axes()
        .panels(rows)
}

/// A number of each layer: a line for each initializer, a panel for each activation function.
fn by_layer(record: &Found, title: &str, how: &str, y: Axis, number: fn(&Layer) -> f64) -> Figure {
    let names: Vec<_> = activations(&record.settings).iter().map(|a| a.name).collect();
    let panels = names.iter().map(|&activation| {
        let marks = INITIALIZERS.iter().enumerate().map(|(i, initializer)| {
            let values =
                |l: usize| record.values(&arm(activation, initializer), |m| number(&m.layers[l]));
            let points =
                (0..record.settings.layers).map(|l| [l as f64 + 1.0, mean(&values(l)).max(1e-12)]);
            let line = Mark::line(label(record, initializer), Ink::Series(i), points.collect());
            line.marked(Marker::Dot)
        });
        let mean_at = |l: usize, initializer: &str| {
            mean(&record.values(&arm(activation, initializer), |m| number(&m.layers[l])))
        };
        let lines_coincide = (0..record.settings.layers).all(|l| {
            let first = mean_at(l, INITIALIZERS[0]);
            INITIALIZERS.iter().all(|other| (mean_at(l, other) / first - 1.0).abs() < 1e-3)
        });
        let coincide = if lines_coincide { ": all lines coincide" } else { "" };
        Panel::new(format!("{activation}{coincide}"))
            .x(Axis::new("layer"))
            .y(y.clone())
            .with_all(marks)
    });
    let ends = INITIALIZERS.map(|initializer| {
        let at = |activation: &str| {
            let arm = arm(activation, initializer);
            let end = |l: fn(&Measured) -> &Layer| {
                table::number(mean(&record.values(&arm, |m| number(l(m)))))
            };
            format!("{activation} {} to {}", end(|m| &m.layers[0]), end(Measured::last))
        };
        format!(
            "{}: {}",
            label(record, initializer),
            names.iter().map(|&name| at(name)).collect::<Vec<_>>().join(", ")
        )
    });
    Figure::new(title)
        .subtitle(format!("{}; {how}", mean_of(record.provenance.seeds.len())))
        .alt(format!(
            "Lines over the layers, one for each initializer, for {}. Values from the first layer to \
             the last: {}.",
            names.join(", "),
            ends.join("; ")
        ))
        .grid(3, 240.0, 220.0)
        .panels(panels)
}

/// Spread, gradient and effective rank against the standard deviation of the weights.
fn by_scale(record: &Found) -> Figure {
    let scales = scales(&record.settings);
    let panel = |title: &str, y: Axis, number: fn(&Measured) -> f64| {
        let lines = activations(&record.settings).into_iter().enumerate().map(|(i, activation)| {
            let activation = activation.name;
            let value = |arm: &str| mean(&record.values(arm, number)).max(1e-12);
            let points = scales.iter().map(|s| [s.std, value(&arm(activation, &s.name))]);
            Mark::line(activation, Ink::Series(i), points.collect()).marked(Marker::Dot)
        });
        Panel::new(title)
            .x(Axis::new("standard deviation of the weights").log())
            .y(y)
            .with_all(lines)
    };
    Figure::new("Effect of the scale of the initial weights")
        .subtitle(format!(
            "after {} layers; {}; all axes but the last are logarithmic",
            record.settings.layers,
            mean_of(record.provenance.seeds.len())
        ))
        .alt(
            "Three panels against the standard deviation of the weights, a line for each activation function. \
             The spread of the last layer grows with it. The gradient that reaches the first layer \
             grows with it as well, for the sigmoid up to about 1. For the sigmoid, \
             the centred effective rank is 0 where nothing of the input is left.",
        )
        .grid(3, 240.0, 220.0)
        .panels([
            panel("spread, last layer", Axis::new("standard deviation").log(), |m| m.last().std),
            panel("gradient, first layer", Axis::new("first over last").log(), |m| {
                1.0 / m.last_over_first(|layer| layer.gradient)
            }),
            panel("distinct neurons, last layer", Axis::new("centred effective rank"), |m| {
                m.last().centred_rank
            }),
        ])
}

/// The bounded activation functions of the claims.
const BOUNDED: [&str; 2] = ["sigmoid", "tanh"];

/// How far the last layer's histogram is from an even one, and how much of it lies at the ends of the range,
/// against the scale of the weights: a line for each depth.
fn evenness(record: &Found) -> Figure {
    let xavier = (1.0 / record.settings.neurons as f64).sqrt();
    let scales = scales(&record.settings);
    let panel = |activation: &str, title: &str, y: Axis, number: fn(&Network) -> f64| {
        let lines = record.settings.depths.iter().enumerate().map(|(i, &depth)| {
            let point = |scale: &Scale| {
                let of = |m: &Measured| m.at(depth).map_or(f64::NAN, number);
                let value = mean(&record.values(&arm(activation, &scale.name), of));
                [scale.std / xavier, value]
            };
            let points = scales.iter().map(point).collect();
            Mark::line(format!("{depth} layers"), Ink::Series(i), points).marked(Marker::Dot)
        });
        Panel::new(format!("{activation}: {title}"))
            .x(Axis::new("standard deviation of the weights, multiples of Xavier's").log())
            .y(y)
            .with(Mark::place("Xavier", 1.0))
            .with_all(lines)
    };
    let bits = BOUNDED.map(|activation| {
        let y = Axis::new("bits short of an even histogram").range(0.0, 5.0);
        panel(activation, "how uneven", y, |n| n.last.bits_short_of_even())
    });
    let ends = BOUNDED.map(|activation| {
        let y = Axis::new("share of the activations").range(0.0, 1.0);
        panel(activation, "at the ends of the range", y, |n| n.last.at_the_ends)
            .with(Mark::level("evenly spread: 0.1", 0.1))
    });
    Figure::new("Which scale of the initial weights spreads the activations most evenly?")
        .subtitle(format!(
            "last layer; 0 bits is even, log₂ 30 = 4.9 is everything in one of 30 bins; {}",
            mean_of(record.provenance.seeds.len())
        ))
        .alt(format!(
            "Two panels for each of sigmoid and tanh against the scale of the weights, a line for each \
             depth. Small weights leave the histogram narrow, large ones fill the ends of the range. In \
             the last layer of the book's network, the histogram is short of an even one by: {}.",
            BOUNDED.map(|activation| bits_by_scale(record, activation)).join("; ")
        ))
        .grid(2, 330.0, 230.0)
        .panels(bits.into_iter().chain(ends))
}

/// "sigmoid 4.2 at 0.25, 0.9 at 1": bits against multiples of Xavier's standard deviation.
fn bits_by_scale(record: &Found, activation: &str) -> String {
    let xavier = (1.0 / record.settings.neurons as f64).sqrt();
    let at = |scale: &Scale| {
        let bits = |m: &Measured| m.last().bits_short_of_even();
        let bits = mean(&record.values(&arm(activation, &scale.name), bits));
        format!("{} at {}", table::number(bits), table::number(scale.std / xavier))
    };
    let all: Vec<String> = scales(&record.settings).iter().map(at).collect();
    format!("{activation} {}", all.join(", "))
}

/// The spread of the last layer, relative to the first, against the number of layers: a line for each scale
/// of the weights.
fn by_depth(record: &Found) -> Figure {
    let scales = scales(&record.settings);
    let panels = activations(&record.settings).into_iter().map(|activation| {
        let lines = scales.iter().enumerate().map(|(i, scale)| {
            let arm = arm(activation.name, &scale.name);
            let point = |&depth: &usize| {
                let ratio =
                    |m: &Measured| m.at(depth).map_or(f64::NAN, |n| n.last.std / m.layers[0].std);
                [depth as f64, mean(&record.values(&arm, ratio)).max(1e-12)]
            };
            let points = record.settings.depths.iter().map(point).collect();
            Mark::line(label(record, &scale.name), Ink::Series(i), points).marked(Marker::Dot)
        });
        Panel::new(activation.name)
            .x(Axis::new("layers").log())
            .y(Axis::new("spread, last layer divided by first").log())
            .with_all(lines)
    });
    let of_he = |depth: &usize| {
        let ratio = |m: &Measured| m.at(*depth).map_or(f64::NAN, |n| n.last.std / m.layers[0].std);
        format!("{} at {depth}", table::number(mean(&record.values("ReLU, He", ratio))))
    };
    let of_he: Vec<String> = record.settings.depths.iter().map(of_he).collect();
    Figure::new("How does the spread change in deeper networks?")
        .subtitle(format!(
            "standard deviation of activations, last layer divided by first, at least 10⁻¹²; {}; \
             logarithmic axes",
            mean_of(record.provenance.seeds.len())
        ))
        .alt(format!(
            "A panel for each activation function, a line for each scale of the weights, against the \
             number of layers. With He, ReLU's ratio is {}.",
            of_he.join(", ")
        ))
        .grid(3, 240.0, 220.0)
        .panels(panels)
}
