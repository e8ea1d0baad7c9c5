//! Histograms of the activations, spread and gradient layer by layer and against the scale of the initial
//! weights, and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::mean_of;
use lab::table::{self, Table};
use training::activations::Named;
use training::statistics::mean;

use super::arm::{INITIALIZERS, activations, arm_at, range, stds};
use super::trial::{ActivationHistograms, Measured};
use training::activation_statistics::Layer;

type Found = RecordOf<ActivationHistograms>;

/// The figures, each with the name of its files.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    let spread =
        by_layer(record, "Spread of the activations in each layer", "standard deviation", |l| {
            l.std
        });
    let gradient = by_layer(
        record,
        "How much of the gradient reaches each layer",
        "size, relative to the last layer",
        |l| l.gradient,
    );
    let rank = by_layer(record, "How many neurons of each layer differ", "effective rank", |l| {
        l.effective_rank
    });
    let of = |activation: &'static Named| {
        (activation.id, Drawing::from(histograms(record, activation.name)))
    };
    let histograms = activations(&record.settings).into_iter().map(of);
    let others = [
        ("spread", spread),
        ("gradient", gradient),
        ("effective_rank", rank),
        ("scale", by_scale(record)),
    ];
    histograms.chain(others.map(|(name, figure)| (name, figure.into()))).collect()
}

/// The statement at which the report shows a figure.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "sigmoid" | "gradient" => "I4",
        "effective_rank" => "I5",
        "tanh" => "I6",
        "relu" => "I7",
        _ => "I3",
    }
}

/// Spread, gradient and effective rank at the ends of the network: a row for each of the book's arms.
pub fn table(record: &Found) -> Table {
    let mut table =
        Table::new(["arm", "std, first", "std, last", "gradient, first", "effective rank, last"]);
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
        ]);
    }
    table
}

/// The name of an initializer in the figures: its standard deviation if the book gives one.
fn label(record: &Found, initializer: &str) -> String {
    match initializer {
        "large std" => format!("std {}", record.settings.large_std),
        "small std" => format!("std {}", record.settings.small_std),
        other => other.to_owned(),
    }
}

fn arm(activation: &str, initializer: &str) -> String {
    format!("{activation}, {initializer}")
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
fn by_layer(record: &Found, title: &str, unit: &str, number: fn(&Layer) -> f64) -> Figure {
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
        let y = Axis::new(unit).log();
        let mean_at = |l: usize, initializer: &str| {
            mean(&record.values(&arm(activation, initializer), |m| number(&m.layers[l])))
        };
        let lines_coincide = (0..record.settings.layers).all(|l| {
            let first = mean_at(l, INITIALIZERS[0]);
            INITIALIZERS.iter().all(|other| (mean_at(l, other) / first - 1.0).abs() < 1e-3)
        });
        let coincide = if lines_coincide { ": all lines coincide" } else { "" };
        Panel::new(format!("{activation}{coincide}")).x(Axis::new("layer")).y(y).with_all(marks)
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
        .subtitle(format!("{}; logarithmic vertical axis", mean_of(record.provenance.seeds.len())))
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
    let stds = stds(&record.settings);
    let panel = |title: &str, unit: &str, number: fn(&Measured) -> f64| {
        let lines = activations(&record.settings).into_iter().enumerate().map(|(i, activation)| {
            let activation = activation.name;
            let value = |arm: &str| mean(&record.values(arm, number)).max(1e-12);
            let points = stds.iter().map(|&(std, i)| [std, value(&arm_at(activation, i, std))]);
            Mark::line(activation, Ink::Series(i), points.collect()).marked(Marker::Dot)
        });
        Panel::new(title)
            .x(Axis::new("standard deviation of the weights").log())
            .y(Axis::new(unit).log())
            .with_all(lines)
    };
    Figure::new("Effect of the scale of the initial weights")
        .subtitle(format!(
            "after {} layers; {}; both axes are logarithmic",
            record.settings.layers,
            mean_of(record.provenance.seeds.len())
        ))
        .alt(
            "Three panels against the standard deviation of the weights, a line for each activation function. \
             The spread of the last layer grows with it. The gradient that reaches the first layer \
             grows with it as well, for the sigmoid up to about 1. For the sigmoid, \
             the effective rank grows from about 1 at the smallest standard deviation.",
        )
        .grid(3, 240.0, 220.0)
        .panels([
            panel("spread, last layer", "standard deviation", |m| m.last().std),
            panel("gradient, first layer", "first over last", |m| {
                1.0 / m.last_over_first(|layer| layer.gradient)
            }),
            panel("distinct neurons, last layer", "effective rank", |m| m.last().effective_rank),
        ])
}
