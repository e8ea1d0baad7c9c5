//! The figure and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::run::Run;
use training::statistics::mean;

use super::trial::OptimizerComparison;
use crate::shared::losses::{ends, loss_figure};

/// The loss over the iterations, a curve for each optimizer.
pub fn figures(record: &RecordOf<OptimizerComparison>) -> Vec<(&'static str, Drawing)> {
    // The book's axis, from 0 to 1.
    let figure = loss_figure("How fast each optimizer learns MNIST", record, 1.0, []).alt(format!(
        "Loss against iteration for each optimizer. The loss ends for {}.",
        ends(record)
    ));
    vec![("optimizer_comparison", figure.into())]
}

/// The loss and the accuracy that each optimizer reaches.
pub fn table(record: &RecordOf<OptimizerComparison>) -> Table {
    let loss = ending_loss(record.settings.iterations);
    let mut table = Table::new(["optimizer", "η", &loss, "test accuracy"]);
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        table.row([
            arm.name.clone(),
            record.settings.learning_rates.of(&arm.name).to_string(),
            number(of_seeds(|run| run.losses.last(LAST))),
            percent(of_seeds(|run| run.test_accuracy)),
        ]);
    }
    table
}
