//! Numbers of each layer: a line for each initializer, a panel for each activation function.

use figures::{Axis, Bar, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::RecordOf;
use lab::statistics::mean_of;
use lab::table;
use language::tr;
use training::activation_statistics::Layer;
use training::shown;
use training::statistics::mean;

use super::names::{self, rough};
use crate::activation_histograms::arm::{INITIALIZERS, activations, arm};
use crate::activation_histograms::{ActivationHistograms, Measured};
use crate::shared::finding::{is_above, is_below};

type Found = RecordOf<ActivationHistograms>;

/// The standard deviation of the activations.
pub fn spread(record: &Found) -> Figure {
    let settings = &record.settings;
    let last = |initializer| names::values_of(record, "tanh", initializer, |m| m.last().std);
    let (large, small) = (last("large std"), last("small std"));
    let ratio = mean(&large) / mean(&small);
    let powers: Vec<f64> = large.iter().zip(&small).map(|(a, b)| (a / b).log10()).collect();
    let title = match is_above(&powers, 1.0) && ratio.is_finite() {
        true => tr!(
            "After {layers} layers, tanh's activations spread {ratio} times as widely with std {large} as with \
             std {small}",
            layers = settings.layers,
            ratio = rough(ratio),
            large = shown::number(settings.large_std),
            small = shown::number(settings.small_std)
        ),
        false => tr!("Spread of the activations in each layer").into(),
    };
    lines(record, title, Axis::new(tr!("standard deviation")).log(), |l| l.std)
}

/// How much of the gradient arrives, relative to the last layer.
pub fn gradient(record: &Found) -> Figure {
    let settings = &record.settings;
    let reaches = |initializer| {
        names::values_of(record, "sigmoid", initializer, |m| {
            1.0 / m.last_over_first(|layer| layer.gradient)
        })
    };
    let (of_large, of_small) = (reaches("large std"), reaches("small std"));
    let (large, small) = (mean(&of_large), mean(&of_small));
    let title = if is_below(&of_large, VANISHED) {
        tr!(
            "The sigmoid's gradient vanishes with std {std}: {share} of it reaches layer 1",
            std = shown::number(settings.large_std),
            share = rough(large)
        )
    } else if is_above(&of_large, VANISHED) && is_below(&of_small, VANISHED) {
        tr!(
            "The sigmoid's gradient survives with std {large_std} ({large} of it reaches layer 1) and vanishes \
             with std {small_std} ({small})",
            large_std = shown::number(settings.large_std),
            large = rough(large),
            small_std = shown::number(settings.small_std),
            small = rough(small)
        )
    } else {
        tr!("How much of the gradient reaches each layer").into()
    };
    let y = Axis::new(tr!("size, relative to the last layer")).log();
    lines(record, title, y, |l| l.gradient)
}

/// Below this share of the gradient, the claims count it as vanished.
const VANISHED: f64 = 0.1;

/// How far a neuron's value varies from input to input.
pub fn signal(record: &Found) -> Figure {
    let settings = &record.settings;
    let last = |initializer| names::mean_of(record, "sigmoid", initializer, |m| m.last().signal);
    let (small, xavier) = (last("small std"), last("Xavier"));
    let [weak, strong] = ["small std", "Xavier"].map(|initializer| arm("sigmoid", initializer));
    let title = match is_above(&record.differences(&strong, &weak, |m| m.last().signal), 0.0) {
        true => tr!(
            "After {layers} layers, a sigmoid neuron varies with the input by only {small} with std {std}, and by \
             {xavier} with Xavier",
            layers = settings.layers,
            std = shown::number(settings.small_std),
            small = rough(small),
            xavier = rough(xavier)
        ),
        false => tr!("How far the neurons of each layer vary with the input").into(),
    };
    let y = Axis::new(tr!("standard deviation over the inputs")).log();
    lines(record, title, y, |l| l.signal)
}

/// How many neurons differ: bars instead of lines, because most initializers give nearly the same number.
pub fn rank(record: &Found) -> Figure {
    let settings = &record.settings;
    let names = activations(settings).into_iter().map(|activation| activation.name);
    let bar = |activation: &str, i: usize, l: usize| {
        let rank = mean_at(record, activation, INITIALIZERS[i], l, |layer| layer.centred_rank);
        Bar::grouped(l, i, INITIALIZERS.len(), rank)
    };
    let bars = |activation: &str, i: usize| {
        let label = names::weights(settings, INITIALIZERS[i]);
        let bars = (0..settings.layers).map(|l| bar(activation, i, l));
        Mark::bars(label, Ink::Series(i), bars)
    };
    let layers = || (1..=settings.layers).map(|layer| layer.to_string());
    let panels = names.map(|activation| {
        let of_all = |i| (0..settings.layers).map(move |l| (i, l));
        let zeros = (0..INITIALIZERS.len()).flat_map(of_all).filter_map(|(i, l)| {
            let bar = bar(activation, i, l);
            // A bar that is missing is easily overlooked.
            let at = [(bar.from + bar.to) / 2.0, 0.02 * settings.neurons as f64];
            (bar.height < NOTHING).then(|| Mark::text(at, Ink::Text, "0"))
        });
        Panel::new(names::function(activation))
            .x(Axis::categories(layers()).label(tr!("layer")))
            .y(Axis::new(tr!("centred effective rank")).range(0.0, 0.8 * settings.neurons as f64))
            .with_all((0..INITIALIZERS.len()).map(|i| bars(activation, i)))
            .with_all(zeros)
    });
    Figure::new(rank_title(record))
        .subtitle(tr!(
            "{seeds}; how many neurons vary independently with the input (each neuron's mean is subtracted); 0 \
             where what varies is below 32-bit rounding",
            seeds = mean_of(record.provenance.seeds.len())
        ))
        .alt(alt(record, |layer| layer.centred_rank))
        .grid(3, 240.0, 220.0)
        .panels(panels)
}

/// A mean rank below this is written as 0.
const NOTHING: f64 = 0.05;

/// What was found, if small weights leave the neurons of the first layers as different as Xavier's: in how many of
/// them.
fn rank_title(record: &Found) -> String {
    let settings = &record.settings;
    let first =
        |initializer| names::mean_of(record, "sigmoid", initializer, |m| m.layers[0].centred_rank);
    let (small, xavier) = (first("small std"), first("Xavier"));
    let [weak, strong] = ["small std", "Xavier"].map(|initializer| arm("sigmoid", initializer));
    let is_alike = |l: &usize| {
        let pairs = record.arm(&weak).zip(record.arm(&strong));
        let ratio = |(a, b): (&Measured, &Measured)| {
            (a.layers[*l].centred_rank / b.layers[*l].centred_rank - 1.0).abs()
        };
        is_below(&pairs.map(ratio).collect::<Vec<_>>(), 0.1)
    };
    match (0..settings.layers).take_while(is_alike).count() {
        0 => tr!("How many neurons of each layer differ").into(),
        1 => tr!(
            "In layer 1, the sigmoid's neurons differ as much with std {std} as with Xavier: {small} and {xavier} of \
             {neurons} in effect",
            std = shown::number(settings.small_std),
            small = rough(small),
            xavier = rough(xavier),
            neurons = settings.neurons
        ),
        last => tr!(
            "In layers 1 to {last}, the sigmoid's neurons differ as much with std {std} as with Xavier: {small} and \
             {xavier} of {neurons} in effect in layer 1",
            last,
            std = shown::number(settings.small_std),
            small = rough(small),
            xavier = rough(xavier),
            neurons = settings.neurons
        ),
    }
}

/// The mean over the seeds of a number of layer `l`, counted from 0.
fn mean_at(
    record: &Found,
    activation: &str,
    initializer: &str,
    l: usize,
    number: fn(&Layer) -> f64,
) -> f64 {
    names::mean_of(record, activation, initializer, |m| number(&m.layers[l]))
}

fn lines(record: &Found, title: String, y: Axis, number: fn(&Layer) -> f64) -> Figure {
    let settings = &record.settings;
    let panels = activations(settings).into_iter().map(|activation| {
        let marks = INITIALIZERS.iter().enumerate().map(|(i, initializer)| {
            let point = |l: usize| {
                let value = mean_at(record, activation.name, initializer, l, number);
                [l as f64 + 1.0, value.max(1e-12)]
            };
            let points = (0..settings.layers).map(point).collect();
            let line = Mark::line(names::weights(settings, initializer), Ink::Series(i), points);
            line.marked(Marker::Dot)
        });
        Panel::new(names::function(activation.name))
            .x(Axis::new(tr!("layer")))
            .y(y.clone())
            .with_all(marks)
    });
    Figure::new(title)
        .subtitle(tr!(
            "{seeds}; logarithmic vertical axis",
            seeds = mean_of(record.provenance.seeds.len())
        ))
        .alt(alt(record, number))
        .grid(3, 240.0, 220.0)
        .panels(panels)
}

/// What a figure shows, in words: its numbers in the first and the last layer.
fn alt(record: &Found, number: fn(&Layer) -> f64) -> String {
    let all = activations(&record.settings);
    let functions: Vec<&str> = all.iter().map(|a| names::function(a.name)).collect();
    let of_weights = INITIALIZERS.map(|initializer| {
        let end = |activation: &str, layer: fn(&Measured) -> &Layer| {
            table::number(names::mean_of(record, activation, initializer, |m| number(layer(m))))
        };
        let at = |activation: &str| {
            tr!(
                "{function} {first} to {last}",
                function = names::function(activation),
                first = end(activation, |m| &m.layers[0]),
                last = end(activation, Measured::last)
            )
        };
        let ends: Vec<String> = all.iter().map(|a| at(a.name)).collect();
        format!("{}: {}", names::weights(&record.settings, initializer), ends.join(", "))
    });
    tr!(
        "Values by layer, for each initializer, for {functions}. From the first layer to the last: {values}.",
        functions = functions.join(", "),
        values = of_weights.join("; ")
    )
}
