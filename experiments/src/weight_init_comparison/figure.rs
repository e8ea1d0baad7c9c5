//! The figure and the table.

use std::f64::consts::LN_10;

use figures::Mark;
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::run::Run;
use training::statistics::mean;

use super::claims::LEARNED;
use super::trial::WeightInitComparison;
use crate::shared::losses::{ends, loss_figure};

/// The loss over the iterations, a curve for each kind of initial weights.
pub fn figures(record: &RecordOf<WeightInitComparison>) -> Vec<(&'static str, Drawing)> {
    let levels =
        [Mark::level("guessing: ln 10", LN_10), Mark::level("half of ln 10: has learned", LEARNED)];
    let title = "How a network learns from different initial weights";
    let figure = loss_figure(title, record, 2.6, levels).alt(format!(
        "Loss against iteration for different initial weights. The loss ends for {}. One \
         line marks ln 10, the loss of guessing, another marks half of it. Mean iterations until the \
         loss is below that: {}.",
        ends(record),
        times(record)
    ));
    vec![("weight_init_comparison", figure.into())]
}

/// The mean time to learn of every arm in words: "Xavier 600, He 300".
fn times(record: &RecordOf<WeightInitComparison>) -> String {
    let times = record.arms.iter().map(|arm| format!("{} {}", arm.name, time(record, &arm.name)));
    times.collect::<Vec<_>>().join(", ")
}

/// The mean number of iterations until the network has learned, or in how many runs it did not.
fn time(record: &RecordOf<WeightInitComparison>, arm: &str) -> String {
    let times = record.values(arm, |run| run.losses.iterations_to(LEARNED));
    let late = times.iter().filter(|&&time| time >= record.settings.iterations as f64).count();
    match late {
        0 => format!("{:.0}", mean(&times)),
        late => format!("not reached by {late} of {}", times.len()),
    }
}

/// How fast and how far the network learns from each kind of initial weights.
pub fn table(record: &RecordOf<WeightInitComparison>) -> Table {
    let last = ending_loss(record.settings.iterations);
    let mut table = Table::new([
        "initial weights",
        "iterations to half of ln 10",
        "mean loss",
        &last,
        "test accuracy",
    ]);
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        table.row([
            arm.name.clone(),
            time(record, &arm.name),
            number(of_seeds(|run| run.losses.mean())),
            number(of_seeds(|run| run.losses.last(LAST))),
            percent(of_seeds(|run| run.test_accuracy)),
        ]);
    }
    table
}
