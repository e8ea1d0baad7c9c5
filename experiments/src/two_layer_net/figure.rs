//! The loss and both accuracies over the iterations, and the table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::mean_of;
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::statistics::mean;

use super::trial::{Measured, NETWORK, TwoLayerNet};

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<TwoLayerNet>) -> Vec<(&'static str, Drawing)> {
    let smoothed: Vec<Vec<f64>> =
        record.arm(NETWORK).map(|measured| measured.losses.smoothed()).collect();
    let loss = Panel::new("loss of each mini-batch, smoothed")
        .x(Axis::new("iteration"))
        .y(Axis::new("softmax cross-entropy loss").range(0.0, 2.5))
        .with_all(mean_and_band("", Ink::Series(2), &smoothed));

    let accuracy = Panel::new("accuracy on the way and at the end")
        .x(Axis::new("iteration"))
        .y(Axis::new("accuracy").range(0.0, 1.0))
        .with(over_iterations(record, "training images", 0, |m| &m.training))
        .with(over_iterations(record, "test images", 1, |m| &m.test).dashed());
    let (training, test) = ends(record);
    let seeds = record.provenance.seeds.len();
    let band = if seeds > 1 { "; band of the loss: lowest to highest" } else { "" };
    let figure = Figure::new("A network that does not overfit: both accuracies rise together")
        .subtitle(legend(
            &format!("{}{band}", mean_of(seeds)),
            record.arm(NETWORK).map(|measured| measured.losses.diverged_at),
        ))
        .alt(format!(
            "On the left, the loss falls. On the right, training and test accuracy against the \
             iteration almost coincide; they end at {} and {}.",
            percent(mean(&training)),
            percent(mean(&test))
        ))
        .grid(2, 380.0, 260.0)
        .panels([loss, accuracy]);
    vec![("two_layer_net", figure.into())]
}

/// The loss and both accuracies at the end.
pub fn table(record: &RecordOf<TwoLayerNet>) -> Table {
    let loss = ending_loss(record.settings.iterations);
    let mut table = Table::new(["network", &loss, "training accuracy", "test accuracy"]);
    let (training, test) = ends(record);
    table.row([
        NETWORK.into(),
        number(mean(&record.values(NETWORK, |measured| measured.losses.last(LAST)))),
        percent(mean(&training)),
        percent(mean(&test)),
    ]);
    table
}

/// Training and test accuracy at the end, for each seed.
pub(super) fn ends(record: &RecordOf<TwoLayerNet>) -> (Vec<f64>, Vec<f64>) {
    let values = |number: fn(&Measured) -> f64| record.values(NETWORK, number);
    (values(Measured::training_end), values(Measured::test_end))
}

/// The mean accuracy over the seeds, against the iteration.
fn over_iterations(
    record: &RecordOf<TwoLayerNet>,
    label: &str,
    series: usize,
    accuracies: impl Fn(&Measured) -> &Vec<f64>,
) -> Mark {
    let first = record.arm(NETWORK).next();
    let judged_at = first.map_or(&[][..], |measured| &measured.judged_at);
    let mean_at = |i: usize| {
        let of_seeds: Vec<f64> =
            record.arm(NETWORK).filter_map(|m| accuracies(m).get(i).copied()).collect();
        mean(&of_seeds)
    };
    let points = judged_at.iter().enumerate().map(|(i, &at)| [at as f64, mean_at(i)]);
    Mark::line(label, Ink::Series(series), points.collect())
}
