//! The figures and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::record::ArmRecord;
use lab::table::{Table, number, percent};
use language::tr;
use training::losses::LAST;
use training::run::Run;
use training::shown;
use training::statistics::mean;

use super::settings::Settings;
use super::trial::OptimizerComparison;
use crate::shared::finding::{Direction, direction};
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
    let gaps = [gaps_of_sgd(&first), gaps_of_sgd(&best)];
    // The book's axis ends at 1, where the differences at the best rates could not be seen.
    vec![
        ("optimizer_comparison", figure(&title(record, &gaps[0]), &first, 1.0).into()),
        ("best_rates", figure(&title_at_best(record, &gaps), &best, 0.4).into()),
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

/// By how much SGD, which comes first, ends above each of the others, for each seed; nothing if there is
/// nothing to compare. The smallest mean comes first.
fn gaps_of_sgd(part: &Record) -> Vec<Vec<f64>> {
    let mut gaps: Vec<Vec<f64>> = match part.arms.as_slice() {
        [sgd, others @ ..] if sgd.name.starts_with("SGD") => {
            let above = |arm: &ArmRecord<Run>| {
                part.differences(&sgd.name, &arm.name, |run| run.losses.last(LAST))
            };
            others.iter().map(above).collect()
        }
        _ => Vec::new(),
    };
    gaps.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    gaps
}

/// Whether SGD ends above every other optimizer, and that not by chance.
fn is_highest(gaps: &[Vec<f64>]) -> bool {
    !gaps.is_empty() && gaps.iter().all(|gap| direction(gap) == Direction::Up)
}

/// What was found at the book's rates, if SGD is the last.
fn title(record: &Record, gaps: &[Vec<f64>]) -> String {
    let data = record.data_name();
    match is_highest(gaps) {
        true => tr!(
            "On {data} SGD learns the slowest: its loss ends {gap} or more above the others",
            data,
            gap = format!("{:.2}", mean(&gaps[0]))
        ),
        false => tr!("How fast each optimizer learns {data}", data),
    }
}

/// What is left of that at the best rates, if it is less.
fn title_at_best(record: &Record, [book, best]: &[Vec<Vec<f64>>; 2]) -> String {
    let is_below_one = best.iter().any(|gap| direction(gap) == Direction::Down);
    match is_highest(book) {
        true if is_highest(best) && is_smaller(&best[0], &book[0]) => tr!(
            "With each optimizer at its own best rate, SGD ends only {best} above the others instead of {book}",
            best = format!("{:.3}", mean(&best[0])),
            book = format!("{:.3}", mean(&book[0]))
        ),
        true if is_below_one => {
            tr!("At its own best rate, SGD no longer has the highest loss").into()
        }
        _ => tr!(
            "How fast does each optimizer learn {data} at its own best rate?",
            data = record.data_name()
        ),
    }
}

/// Whether a gap is clearly less than four fifths of the other one.
fn is_smaller(gap: &[f64], than: &[f64]) -> bool {
    let left: Vec<f64> = gap.iter().zip(than).map(|(gap, than)| 0.8 * than - gap).collect();
    direction(&left) == Direction::Up
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
