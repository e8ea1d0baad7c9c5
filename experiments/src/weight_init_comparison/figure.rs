//! The figure and the table.

use std::f64::consts::LN_10;

use figures::Mark;
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::run::Run;
use training::statistics::mean;

use super::trial::WeightInitComparison;
use crate::shared::losses::{ends, loss_figure};

/// The loss over the iterations, a curve for each kind of initial weights.
pub fn figures(record: &RecordOf<WeightInitComparison>) -> Vec<(&'static str, Drawing)> {
    let guess = Mark::level("guessing: ln 10", LN_10);
    let title = "How a network learns from different initial weights";
    let figure = loss_figure(title, record, 2.6, [guess]).alt(format!(
        "Loss against iteration for different initial weights. The loss ends for {}. A line marks \
         ln 10, the loss of guessing.",
        ends(record)
    ));
    vec![("weight_init_comparison", figure.into())]
}

/// How fast and how far the network learns from each kind of initial weights.
pub fn table(record: &RecordOf<WeightInitComparison>) -> Table {
    let last = ending_loss(record.settings.iterations);
    let mut table = Table::new(["initial weights", "mean loss", &last, "test accuracy"]);
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        table.row([
            arm.name.clone(),
            number(of_seeds(|run| run.losses.mean())),
            number(of_seeds(|run| run.losses.last(LAST))),
            percent(of_seeds(|run| run.test_accuracy)),
        ]);
    }
    table
}
