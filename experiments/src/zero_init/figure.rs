//! The figure and the table.

use figures::{Axis, Bar, Figure, Ink, Mark, Panel};
use lab::curves::{drawn_over_seeds, legend};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use language::tr;
use training::statistics::mean;

use super::trial::{ARMS, ZeroInit};

type Found = RecordOf<ZeroInit>;

/// The number of distinct neurons and the test accuracy after training.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    let steps = record.settings.iterations;
    let range = drawn_over_seeds(record, tr!("bar"), tr!("error bar of the accuracy"));
    let figure = Figure::new(title(record))
        .subtitle(tr!("after {steps} steps; {range}", steps, range))
        .alt(alt(record))
        .grid(2, 330.0, 260.0)
        .panels([neurons(record), accuracies(record)]);
    vec![("zero_init", figure.into())]
}

/// How an arm is called where it is read.
pub(super) fn shown(arm: &str) -> &str {
    match arm {
        "all zero" => tr!("all zero"),
        "all equal" => tr!("all equal"),
        other => other,
    }
}

/// What was found, if neurons that started alike stayed alike while others differ.
fn title(record: &Found) -> String {
    let most = |arm| largest(record, arm);
    let [zero, equal, random] = ARMS.map(most);
    match zero == 1.0 && equal == 1.0 && random > 1.0 {
        true => tr!(
            "Neurons that start alike stay alike: a layer of {width} is worth one",
            width = record.settings.hidden.first().copied().unwrap_or(0)
        ),
        false => tr!("How many neurons become distinct from three kinds of initial weights").into(),
    }
}

/// The largest number of distinct neurons in a layer after training, at any seed.
fn largest(record: &Found, arm: &str) -> f64 {
    let layers = record.arm(arm).flat_map(|m| m.distinct_after.iter().copied());
    layers.max().map_or(f64::NAN, |n| n as f64)
}

/// What the figure shows, in words.
fn alt(record: &Found) -> String {
    let of = |arm: &&str| {
        tr!(
            "{arm}: {neurons} distinct neurons, test accuracy {accuracy}",
            arm = shown(arm),
            neurons = number(largest(record, arm)),
            accuracy = percent(mean(&record.values(arm, |m| m.test_accuracy)))
        )
    };
    tr!(
        "Bars for three kinds of initial weights: the distinct neurons of each hidden layer after training, \
         and the test accuracy. Largest number of any layer, and mean accuracy: {arms}.",
        arms = ARMS.iter().map(of).collect::<Vec<_>>().join("; ")
    )
}

/// Distinct neurons after training, a bar for each hidden layer, with its number above it: a single neuron
/// would be too low to see.
fn neurons(record: &Found) -> Panel {
    let hidden = &record.settings.hidden;
    let top = hidden.iter().copied().max().unwrap_or(1) as f64;
    let bar = |layer: usize, (i, arm): (usize, &&str)| {
        let neurons = mean(&record.values(arm, |m| m.distinct_after[layer] as f64));
        Bar::grouped(i, layer, hidden.len(), neurons)
    };
    let bars = |layer: usize| ARMS.iter().enumerate().map(move |arm| bar(layer, arm));
    let marks = (0..hidden.len()).map(|layer| {
        let label = tr!("hidden layer {number}", number = layer + 1);
        Mark::bars(label, Ink::Series(layer), bars(layer))
    });
    let above = |bar: Bar| {
        let at = [(bar.from + bar.to) / 2.0, bar.height + 0.04 * top];
        Mark::text(at, Ink::Text, number(bar.height))
    };
    let numbers = (0..hidden.len()).flat_map(|layer| bars(layer).map(above).collect::<Vec<_>>());
    Panel::new(tr!("distinct neurons after training"))
        .x(initial_weights(record))
        .y(Axis::new(tr!("neurons")).range(0.0, 1.1 * top))
        .with_all(marks)
        .with_all(numbers)
}

fn accuracies(record: &Found) -> Panel {
    let bar = |(i, arm): (usize, &&str)| {
        let values = record.values(arm, |m| m.test_accuracy);
        let low = values.iter().copied().fold(1.0, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        Bar::grouped(i, 0, 1, mean(&values)).error(low, high)
    };
    Panel::new(tr!("test accuracy"))
        .x(initial_weights(record))
        .y(Axis::new(tr!("accuracy")).range(0.0, 1.0))
        .with(Mark::bars("", Ink::Series(2), ARMS.iter().enumerate().map(bar)))
}

fn initial_weights(record: &Found) -> Axis {
    let names = ARMS.map(|arm| legend(shown(arm), record.arm(arm).map(|m| m.diverged_at)));
    Axis::categories(names).label(tr!("initial weights"))
}

/// The number of distinct neurons before and after training, at the first seed, and the accuracy.
pub fn table(record: &Found) -> Table {
    let mut table = Table::new([
        tr!("initial weights"),
        tr!("different neurons before"),
        tr!("after"),
        tr!("test accuracy"),
    ]);
    let list =
        |counts: &[usize]| counts.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    for arm in &record.arms {
        let first = &arm.trials[0].measured;
        table.row([
            legend(shown(&arm.name), record.arm(&arm.name).map(|m| m.diverged_at)),
            list(&first.distinct_before),
            list(&first.distinct_after),
            percent(mean(&record.values(&arm.name, |m| m.test_accuracy))),
        ]);
    }
    table
}
