//! The figures and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::record::ArmRecord;
use lab::table::{Table, number, percent};
use training::losses::{LAST, ending_loss};
use training::run::Run;
use training::shown;
use training::statistics::mean;

use super::settings::Settings;
use super::trial::OptimizerComparison;
use crate::shared::losses::{ends, loss_figure};

type Record = RecordOf<OptimizerComparison>;

/// The loss over the iterations, a curve for each optimizer: at the book's rates, and at the best ones.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    let figure = |title: &str, record: &Record| {
        // The book's axis, from 0 to 1.
        loss_figure(title, record, 1.0, []).alt(format!(
            "Loss against iteration for each optimizer. The loss ends for {}.",
            ends(record)
        ))
    };
    let data = record.data_name();
    let first = part(record, |optimizer| [optimizer.into(), optimizer.into()]);
    let best = part(record, |optimizer| {
        let rate = shown::number(record.settings.best_rates.of(optimizer));
        [record.settings.at_best(optimizer), format!("{optimizer}, η = {rate}")]
    });
    vec![
        (
            "optimizer_comparison",
            figure(&format!("How fast each optimizer learns {data}"), &first).into(),
        ),
        (
            "best_rates",
            figure(
                &format!("How fast does each optimizer learn {data} at its own best rate?"),
                &best,
            )
            .into(),
        ),
    ]
}

/// One of the two comparisons: for each optimizer the arm whose name comes first, under the name that comes
/// second.
fn part(record: &Record, names: impl Fn(&str) -> [String; 2]) -> Record {
    let of = |optimizer: &String| {
        let [arm, name] = names(optimizer);
        let found = record.arms.iter().find(|found| found.name == arm)?;
        Some(ArmRecord { name, trials: found.trials.clone() })
    };
    let arms = record.settings.optimizers.iter().filter_map(of).collect();
    Record { arms, ..record.clone() }
}

/// A loss that is measured how soon it is reached. SGD reaches it at the book's rate as well.
const REACHED: f64 = 0.3;

/// The loss and the accuracy that each optimizer reaches, and how soon its loss is low.
pub fn table(record: &Record) -> Table {
    let loss = ending_loss(record.settings.iterations);
    let reached = format!("iterations to a loss of {REACHED}");
    let mut table = Table::new(["optimizer", "η", &loss, &reached, "test accuracy"]);
    let Settings { learning_rates, best_rates, optimizers, .. } = &record.settings;
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        let rate = match optimizers.contains(&arm.name) {
            true => learning_rates.of(&arm.name),
            false => best_rates.of(arm.name.split(", ").next().unwrap_or_default()),
        };
        table.row([
            arm.name.clone(),
            rate.to_string(),
            number(of_seeds(|run| run.losses.last(LAST))),
            iterations(record.arm(&arm.name)),
            percent(of_seeds(|run| run.test_accuracy)),
        ]);
    }
    table
}

/// The mean number of iterations until the smoothed loss falls below [`REACHED`], if it does at each seed.
fn iterations<'a>(runs: impl Iterator<Item = &'a Run>) -> String {
    let all: Vec<Option<usize>> = runs.map(|run| run.losses.reached_at(REACHED)).collect();
    let reached: Vec<f64> = all.iter().flatten().map(|&n| n as f64).collect();
    match reached.len() == all.len() {
        true => format!("{:.0}", mean(&reached)),
        false => format!("not at {} of {} seeds", all.len() - reached.len(), all.len()),
    }
}
