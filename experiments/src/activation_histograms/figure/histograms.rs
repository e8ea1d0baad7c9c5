//! The histograms of one activation function: a row for each initializer, a column for each layer.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::experiment::RecordOf;
use language::tr;
use training::activation_statistics::Layer;
use training::activations::Named;
use training::shown;
use training::statistics::mean;

use super::names;
use crate::activation_histograms::arm::{INITIALIZERS, arm, range};
use crate::activation_histograms::claims::{AT_THE_ENDS, EVEN};
use crate::activation_histograms::{ActivationHistograms, Measured};
use crate::shared::finding::{is_above, is_below};

type Found = RecordOf<ActivationHistograms>;

/// The vertical axes of all panels end at this share of the activations, in percent, so that they can be
/// compared: an even histogram of 30 bars has 3.3 % in each. Half of the activations of ReLU and its relatives
/// lie at 0, and the others are spread beyond the range, so their bars are lower.
fn top(function: &Named) -> f64 {
    if is_bounded(function) { 20.0 } else { 5.0 }
}

fn is_bounded(function: &Named) -> bool {
    function.values.0.is_finite() && function.values.1.is_finite()
}

/// The histograms at the first seed.
pub fn histograms(record: &Found, function: &Named) -> Figure {
    let (from, to) = range(function.name);
    let activations = (record.settings.inputs * record.settings.neurons) as f64;
    let panel = |row: usize, l: usize, layer: &Layer| {
        let share = |&n: &usize| 100.0 * n as f64 / activations;
        let shares: Vec<f64> = layer.histogram.iter().map(share).collect();
        // A space that does not break: the name of the column stays on one line in a narrow panel.
        let name = || tr!("layer {number}", number = l + 1).replace(' ', "\u{a0}");
        let column = (row == 0).then(name);
        let title: Vec<String> =
            column.into_iter().chain(where_most_are(function, layer, &shares)).collect();
        Panel::new(title.join(": "))
            .x(Axis::new(tr!("activation value")).range(from, to))
            .y(Axis::new(names::weights(&record.settings, INITIALIZERS[row]))
                .range(0.0, top(function)))
            .with(Mark::histogram(Ink::Series(0), from, to, &shares))
    };
    let rows = (0..INITIALIZERS.len()).flat_map(|row| {
        let layers = first_seed(record, function, INITIALIZERS[row]).iter().enumerate();
        layers.map(|(l, layer)| panel(row, l, layer)).collect::<Vec<_>>()
    });
    Figure::new(title(record, function))
        .subtitle(subtitle(function))
        .alt(tr!(
            "Histograms of {function} activations, a row for each of four initializers and a column \
             for each layer.",
            function = names::function(function.name)
        ))
        .grid(record.settings.layers, 128.0, 84.0)
        .shared_axes()
        .keeps_columns()
        .panels(rows)
}

/// The layers of the network at the first seed; none if the arm was not run.
fn first_seed<'a>(record: &'a Found, function: &Named, initializer: &str) -> &'a [Layer] {
    let trial = record.arm(&arm(function.name, initializer)).next();
    trial.map_or(&[], |trial| &trial.layers)
}

/// Where most of the activations of a panel lie, or how many lie outside of it: what a bar that is cut off does
/// not show. `shares` are those of the bars, in percent.
fn where_most_are(function: &Named, layer: &Layer, shares: &[f64]) -> Option<String> {
    let (from, to) = range(function.name);
    let at_the_ends = 100.0 * layer.at_the_ends;
    let middle = shares.len() / 2;
    let in_the_middle = shares[middle - 1] + shares[middle];
    let outside = 100.0 - shares.iter().sum::<f64>();
    let at = |share: f64, value: String| tr!("{share} at {value}", share = whole(share), value);
    if is_bounded(function) {
        match (at_the_ends > 50.0, in_the_middle > 50.0) {
            (true, _) if from == -to => Some(at(at_the_ends, format!("±{to}"))),
            (true, _) => Some(at(at_the_ends, format!("{from}/{to}"))),
            (_, true) => Some(at(in_the_middle, ((from + to) / 2.0).to_string())),
            _ => None,
        }
    } else if from == 0.0 && shares[0] > 90.0 {
        Some(at(shares[0], from.to_string()))
    } else if outside < 0.5 {
        None
    } else if from == 0.0 {
        Some(tr!("{share} above {value}", share = whole(outside), value = to))
    } else {
        Some(tr!("{share} outside", share = whole(outside)))
    }
}

/// A whole percentage, which stays on one line with its sign.
fn whole(percent: f64) -> String {
    format!("{percent:.0}\u{a0}%")
}

fn subtitle(function: &Named) -> String {
    let top = whole(top(function));
    match is_bounded(function) {
        true => tr!(
            "share of the activations in each of 30 bars; all vertical axes end at {top}, and higher bars \
             are cut off; rows: initial weights; drawn: the first seed",
            top
        ),
        false => tr!(
            "share of the activations in each of 30 bars; all vertical axes end at {top}, and higher bars, \
             such as that of the activations at 0, are cut off; rows: initial weights; drawn: the first seed",
            top
        ),
    }
}

/// What the seeds show of the layers that are drawn, if they do.
fn title(record: &Found, function: &Named) -> String {
    let settings = &record.settings;
    let of = |initializer, number: fn(&Measured) -> f64| {
        names::values_of(record, function.name, initializer, number)
    };
    let at_the_ends = |m: &Measured| m.last().at_the_ends;
    let std = |m: &Measured| m.last().std;
    let halvings = |m: &Measured| -m.last_over_first(|layer| layer.std).log2();
    let unevenness = |m: &Measured| m.unevenness(m.last());
    let gathers = || is_above(&of("large std", at_the_ends), 0.5);
    let layer = settings.layers;
    match function.name {
        "sigmoid" if gathers() => tr!(
            "With std {std}, on average {share} of the sigmoid's activations in layer {layer} lie within 0.05 of \
             0 or 1",
            std = shown::number(settings.large_std),
            share = names::percent(mean(&of("large std", at_the_ends))),
            layer
        ),
        "tanh"
            if gathers()
                && is_below(&of("small std", std), NARROW)
                && is_below(&of("Xavier", at_the_ends), AT_THE_ENDS)
                && is_above(&of("Xavier", std), NARROW) =>
        {
            tr!(
                "In layer {layer}, tanh's activations gather at −1 and 1 with std {large}, and at 0 with std \
                 {small}; with Xavier they do neither",
                layer,
                large = shown::number(settings.large_std),
                small = shown::number(settings.small_std)
            )
        }
        "ReLU"
            if is_below(&of("He", unevenness), EVEN) && is_above(&of("Xavier", halvings), EVEN) =>
        {
            tr!(
                "ReLU's spread in layer {layer} is within a factor of two of layer 1's with He, and less than \
                 half of it with Xavier",
                layer
            )
        }
        _ => tr!(
            "Distribution of {function} activations, layer by layer",
            function = names::function(function.name)
        ),
    }
}

/// Activations with a smaller standard deviation than this count as gathered in one place.
const NARROW: f64 = 0.05;
