//! The figures and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::record::ArmRecord;
use lab::table::{Table, number, percent};
use language::tr;
use training::losses::LAST;
use training::run::Run;
use training::shown;
use training::statistics::{largest, mean};

use super::settings::Settings;
use super::trial::OptimizerComparison;
use crate::shared::losses::{ending_loss, loss_figure};
use crate::shared::optimizers;

type Record = RecordOf<OptimizerComparison>;

/// The loss over the iterations, a curve for each optimizer: at the book's rates, and at the best ones.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    let figure = |title: &str, part: &Record, top| {
        loss_figure(title, part, top, []).alt(tr!(
            "Loss against iteration for each optimizer. The loss at the end: {losses}.",
            losses = losses_at_the_end(part)
        ))
    };
    let first = part(record, |optimizer| [optimizer.into(), optimizer.into()]);
    let best = part(record, |optimizer| {
        let rate = shown::number(record.settings.best_rates.of(optimizer));
        [record.settings.at_best(optimizer), format!("{optimizer}, η = {rate}")]
    });
    let gaps = [gap_of_sgd(&first), gap_of_sgd(&best)];
    // The book's axis ends at 1, where the differences at the best rates could not be seen.
    vec![
        ("optimizer_comparison", figure(&title(record, gaps[0]), &first, 1.0).into()),
        ("best_rates", figure(&title_at_best(record, gaps), &best, 0.4).into()),
    ]
}

/// The mean loss at the end of an arm.
fn end(record: &Record, arm: &str) -> f64 {
    mean(&record.values(arm, |run| run.losses.last(LAST)))
}

/// The loss at the end of every arm: "SGD 0.23, Adam 0.05".
fn losses_at_the_end(record: &Record) -> String {
    let ends = record
        .arms
        .iter()
        .map(|arm| format!("{} {}", optimizers::shown(&arm.name), number(end(record, &arm.name))));
    ends.collect::<Vec<_>>().join(", ")
}

/// By how much SGD, which comes first, ends above the highest of the others; NaN if one of them diverged or
/// there is nothing to compare.
fn gap_of_sgd(part: &Record) -> f64 {
    match part.arms.as_slice() {
        [sgd, others @ ..] if sgd.name.starts_with("SGD") => {
            end(part, &sgd.name) - largest(others.iter().map(|arm| end(part, &arm.name)))
        }
        _ => f64::NAN,
    }
}

/// What was found at the book's rates, if SGD is the last.
fn title(record: &Record, gap: f64) -> String {
    let data = record.data_name();
    match gap > 0.0 {
        true => tr!(
            "On {data} SGD learns the slowest: its loss ends {gap} or more above the others",
            data,
            gap = format!("{gap:.2}")
        ),
        false => tr!("How fast each optimizer learns {data}", data),
    }
}

/// What is left of that at the best rates, if it is less.
fn title_at_best(record: &Record, [book, best]: [f64; 2]) -> String {
    let data = record.data_name();
    match book > 0.0 && best < 0.8 * book {
        true if best > 0.0 => tr!(
            "With each optimizer at its own best rate, SGD ends only {best} above the others instead of {book}",
            best = format!("{best:.3}"),
            book = format!("{book:.3}")
        ),
        true => tr!("At its own best rate, SGD no longer has the highest loss").into(),
        false => tr!("How fast does each optimizer learn {data} at its own best rate?", data),
    }
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
    let reached = tr!("iterations to a loss of {loss}", loss = REACHED);
    let mut table = Table::new([tr!("optimizer"), "η", &loss, &reached, tr!("test accuracy")]);
    let Settings { learning_rates, best_rates, optimizers, .. } = &record.settings;
    for arm in &record.arms {
        let of_seeds = |value: fn(&Run) -> f64| mean(&record.values(&arm.name, value));
        let rate = match optimizers.contains(&arm.name) {
            true => learning_rates.of(&arm.name),
            false => best_rates.of(arm.name.split(", ").next().unwrap_or_default()),
        };
        table.row([
            optimizers::shown(&arm.name),
            rate.to_string(),
            number(end(record, &arm.name)),
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
        false => {
            let missed = all.len() - reached.len();
            tr!("not at {missed} of {all} seeds", missed, all = all.len())
        }
    }
}
