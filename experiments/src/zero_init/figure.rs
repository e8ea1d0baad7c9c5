//! The figure and the table.

use figures::{Axis, Bar, Figure, Ink, Mark, Panel};
use lab::curves::{drawn_over_seeds, legend};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, percent};
use training::statistics::mean;

use super::trial::{ARMS, ZeroInit};

/// The number of different neurons and the test accuracy after training.
pub fn figures(record: &RecordOf<ZeroInit>) -> Vec<(&'static str, Drawing)> {
    let range = drawn_over_seeds(record, "bar", "error bar of the accuracy");
    let figure = Figure::new("Neurons that start alike stay alike")
        .subtitle(format!("after {} steps; {range}", record.settings.iterations))
        .alt(
            "From all-zero and all-equal weights, each hidden layer still has one distinct neuron after \
             training; from He weights all neurons differ.",
        )
        .grid(2, 330.0, 260.0)
        .panels([neurons(record), accuracies(record)]);
    vec![("zero_init", figure.into())]
}

/// Different neurons after training, a bar for each hidden layer.
fn neurons(record: &RecordOf<ZeroInit>) -> Panel {
    let layers = record.settings.hidden.len();
    let marks = (0..layers).map(|layer| {
        let bar = |(i, arm): (usize, &&str)| {
            let neurons = mean(&record.values(arm, |m| m.distinct_after[layer] as f64));
            Bar::grouped(i, layer, layers, neurons)
        };
        let bars = ARMS.iter().enumerate().map(bar);
        Mark::bars(format!("hidden layer {}", layer + 1), Ink::Series(layer), bars)
    });
    Panel::new("distinct neurons after training")
        .x(initial_weights(record))
        .y(Axis::new("neurons"))
        .with_all(marks)
}

fn accuracies(record: &RecordOf<ZeroInit>) -> Panel {
    let bar = |(i, arm): (usize, &&str)| {
        let values = record.values(arm, |m| m.test_accuracy);
        let low = values.iter().copied().fold(1.0, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        Bar::grouped(i, 0, 1, mean(&values)).error(low, high)
    };
    Panel::new("test accuracy")
        .x(initial_weights(record))
        .y(Axis::new("accuracy").range(0.0, 1.0))
        .with(Mark::bars("", Ink::Series(2), ARMS.iter().enumerate().map(bar)))
}

fn initial_weights(record: &RecordOf<ZeroInit>) -> Axis {
    let names = ARMS.map(|arm| legend(arm, record.arm(arm).map(|m| m.diverged_at)));
    Axis::categories(&names).label("initial weights")
}

/// The number of different neurons before and after training, at the first seed, and the accuracy.
pub fn table(record: &RecordOf<ZeroInit>) -> Table {
    let mut table =
        Table::new(["initial weights", "different neurons before", "after", "test accuracy"]);
    let list =
        |counts: &[usize]| counts.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    for arm in &record.arms {
        let first = &arm.trials[0].measured;
        table.row([
            legend(&arm.name, record.arm(&arm.name).map(|m| m.diverged_at)),
            list(&first.distinct_before),
            list(&first.distinct_after),
            percent(mean(&record.values(&arm.name, |m| m.test_accuracy))),
        ]);
    }
    table
}
