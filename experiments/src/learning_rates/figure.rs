//! The figure and the table: how loss and accuracy depend on the learning rate.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{FEWEST, mean_of};
use lab::table::{Table, number, percent};
use language::tr;
use training::shown;
use training::statistics::mean;

use super::arm::{Arm, Method};
use super::claims::{best, name};
use super::trial::{LearningRates, Measured};
use crate::shared::finding::{Direction, direction};
use crate::shared::losses::ending_loss;
use crate::shared::tuning::{TUNING, fresh, fresh_differences};

type Record = RecordOf<LearningRates>;

/// The figures.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("learning_rates", sensitivity(record).into())]
}

/// Loss and test accuracy against η.
fn sensitivity(record: &Record) -> Figure {
    let rates = &record.settings.learning_rates;
    let (low, high) = ends(rates);
    let x = || Axis::new(tr!("learning rate η")).range(low / 1.5, high * 1.5).log();
    let loss = Panel::new(tr!("loss ({highest} and above at the edge)", highest = HIGHEST))
        .x(x())
        .y(Axis::new(ending_loss(record.settings.iterations)).range(LOWEST, HIGHEST).log())
        .with_all(curves(record, |run| run.loss.min(HIGHEST)))
        .with_all(diverged(record));
    let accuracy =
        Panel::new(tr!("accuracy ({lowest} and below at the edge)", lowest = LEAST_ACCURATE))
            .x(x())
            .y(Axis::new(tr!("test accuracy")).range(LEAST_ACCURATE, MOST_ACCURATE))
            .with_all(curves(record, |run| run.test_accuracy.max(LEAST_ACCURATE)));
    let seeds = record.provenance.seeds.len();
    let compared = seeds.saturating_sub(TUNING).max(1);
    Figure::new(title(record))
        .subtitle(tr!(
            "line: {mean}, band: lowest to highest; dot: the rate with the lowest validation loss at {tuning} \
             other seeds; cross: diverged",
            mean = mean_of(compared),
            tuning = seeds.min(TUNING)
        ))
        .alt(tr!(
            "Loss and test accuracy at the end of training against the learning rate, on a logarithmic \
             axis, with a line for each optimizer. The best rates are {rates}.",
            rates = best_rates(record)
        ))
        .grid(2, 400.0, 320.0)
        .panels([loss, accuracy])
}

/// How far apart the optimizers' best rates are, if each of the two at the ends is worse at the other's rate.
fn title(record: &Record) -> String {
    let methods = Method::all(&record.settings);
    let best = methods.iter().filter_map(|method| {
        let rate = record.settings.learning_rates[best(record, method)?.index];
        Some((rate, method))
    });
    let best: Vec<_> = best.collect();
    let lowest = best.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let highest = best.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    match (lowest, highest) {
        (Some((low, careful)), Some((high, bold)))
            if is_worse_at(record, careful, *high) && is_worse_at(record, bold, *low) =>
        {
            tr!(
                "Each optimizer needs its own learning rate: from {low} ({careful}) to {high} ({bold})",
                low = shown::number(*low),
                careful = name(careful),
                high = shown::number(*high),
                bold = name(bold)
            )
        }
        _ => tr!("How do loss and accuracy depend on each optimizer's learning rate?").into(),
    }
}

/// Whether a method is clearly worse at this rate than at its best, at the seeds that did not choose it.
fn is_worse_at(record: &Record, method: &Method, rate: f64) -> bool {
    let arm = Arm { method: method.clone(), rate };
    let Some(best) = best(record, method) else { return false };
    let more = fresh_differences(record, &arm.to_string(), &best.arm, |run| run.validation_loss);
    direction(&more) == Direction::Up || more.len() >= FEWEST && has_diverged(record, &arm)
}

/// The lower end of the axis of the loss.
const LOWEST: f64 = 0.03;

/// The upper end of the axis of the loss, a little above ln 10, which is the loss of a network that gives
/// all ten digits the same probability. Higher losses are drawn there.
const HIGHEST: f64 = 3.0;

/// The lower end of the axis of the accuracy; lower accuracies are drawn there.
const LEAST_ACCURATE: f64 = 0.85;

const MOST_ACCURATE: f64 = 0.99;

fn ends(rates: &[f64]) -> (f64, f64) {
    rates.iter().fold((f64::INFINITY, 0.0), |(low, high), &x| (low.min(x), high.max(x)))
}

/// The seeds of an arm that are drawn: those that compare, or all if there are no others than those that
/// tune.
fn drawn(record: &Record, arm: &str, value: fn(&Measured) -> f64) -> Vec<f64> {
    let compared = fresh(record, arm, value);
    if compared.is_empty() { record.values(arm, value) } else { compared }
}

/// Whether a method diverged at a rate, at any seed.
fn has_diverged(record: &Record, arm: &Arm) -> bool {
    record.arm(&arm.to_string()).any(|run| run.diverged_at.is_some())
}

/// A line with its band for each method, and a dot at its best rate. A line ends where a seed diverged.
fn curves(record: &Record, value: fn(&Measured) -> f64) -> Vec<Mark> {
    let rates = sorted(&record.settings.learning_rates);
    let mut marks = Vec::new();
    for (i, method) in Method::all(&record.settings).iter().enumerate() {
        let ink = Ink::Series(i);
        let mut steps = Vec::new();
        let mut points = Vec::new();
        for (arm, &rate) in method.at(&rates).iter().zip(&rates) {
            // A seed that diverged has no loss to average.
            let values = match has_diverged(record, arm) {
                true => vec![f64::NAN],
                false => drawn(record, &arm.to_string(), value),
            };
            points.push([rate, mean(&values)]);
            let low = values.iter().copied().fold(f64::NAN, f64::min);
            let high = values.iter().copied().fold(f64::NAN, f64::max);
            steps.push(Band { x: rate, low, high });
        }
        let chosen = best(record, method).map(|best| record.settings.learning_rates[best.index]);
        let dot = points.iter().copied().filter(|[rate, _]| Some(*rate) == chosen);
        let dot = Mark::points("", ink, Marker::Dot, dot.collect::<Vec<_>>());
        marks.push(Mark::Band { ink, steps });
        marks.push(Mark::line(name(method), ink, points).marked(Marker::SmallDot));
        marks.push(dot);
    }
    marks
}

/// A cross at the upper edge for each rate at which a method diverged at any seed. Methods that diverged at
/// the same rate stand below each other.
fn diverged(record: &Record) -> Vec<Mark> {
    let rates = &record.settings.learning_rates;
    let mut already = vec![0; rates.len()];
    let mut marks = Vec::new();
    for (i, method) in Method::all(&record.settings).iter().enumerate() {
        for ((arm, &rate), already) in method.at(rates).iter().zip(rates).zip(&mut already) {
            if has_diverged(record, arm) {
                let height = HIGHEST / 1.15f64.powi(*already + 1);
                marks.push(Mark::points("", Ink::Series(i), Marker::Plus, [[rate, height]]));
                *already += 1;
            }
        }
    }
    marks
}

fn sorted(rates: &[f64]) -> Vec<f64> {
    let mut rates = rates.to_vec();
    rates.sort_by(f64::total_cmp);
    rates
}

/// "SGD 0.3, Adam 0.001"
fn best_rates(record: &Record) -> String {
    let rates = &record.settings.learning_rates;
    let of = |method: &Method| match best(record, method) {
        Some(best) => format!("{}: {}", name(method), shown::number(rates[best.index])),
        None => tr!("{method}: none", method = name(method)),
    };
    Method::all(&record.settings).iter().map(of).collect::<Vec<_>>().join("; ")
}

/// Accuracies this close to a method's own best count as about as good.
const ABOUT_AS_GOOD: f64 = 0.01;

/// Each method at its own best rate, and how much the rate matters.
pub fn table(record: &Record) -> Table {
    let loss = ending_loss(record.settings.iterations);
    let mut table = Table::new([
        tr!("optimizer"),
        tr!("best η"),
        &loss,
        tr!("above the lowest"),
        tr!("test accuracy"),
        tr!("below the highest"),
        tr!("lowest loss at any η"),
        tr!("η within 1 point of its best accuracy"),
        tr!("η that diverged"),
    ]);
    let methods = Method::all(&record.settings);
    let rates = sorted(&record.settings.learning_rates);
    let at_best = |method: &Method, value: fn(&Measured) -> f64| {
        best(record, method).map_or(f64::NAN, |best| mean(&drawn(record, &best.arm, value)))
    };
    let [losses, accuracies] = [(|run| run.loss) as fn(&Measured) -> f64, |run| run.test_accuracy]
        .map(|value| methods.iter().map(|method| at_best(method, value)).collect::<Vec<f64>>());
    let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = accuracies.iter().copied().fold(0.0, f64::max);
    for ((method, loss), accuracy) in methods.iter().zip(losses).zip(accuracies) {
        let points = |x: f64| match x.is_finite() {
            true => format!("{:.2}", 100.0 * x),
            false => tr!("diverged").into(),
        };
        table.row([
            name(method),
            best(record, method).map_or(tr!("none: all diverged").into(), |best| {
                let rate = record.settings.learning_rates[best.index];
                let is_at_edge = rates.first() == Some(&rate) || rates.last() == Some(&rate);
                match is_at_edge {
                    true => tr!("{rate}, an end of the grid", rate = shown::number(rate)),
                    false => shown::number(rate),
                }
            }),
            number(loss),
            number(loss - lowest),
            percent(accuracy),
            points(highest - accuracy),
            minimum(record, method, &rates),
            forgiving(record, method, &rates),
            range(
                method
                    .at(&rates)
                    .iter()
                    .filter(|arm| has_diverged(record, arm))
                    .map(|arm| arm.rate),
            ),
        ]);
    }
    table
}

/// The lowest point of a method's curve of losses: "0.0561 at 0.3".
fn minimum(record: &Record, method: &Method, rates: &[f64]) -> String {
    let losses = method.at(rates).into_iter().filter(|arm| !has_diverged(record, arm)).map(|arm| {
        let loss = mean(&drawn(record, &arm.to_string(), |run| run.loss));
        (loss, arm.rate)
    });
    let lowest = losses.min_by(|a, b| a.0.total_cmp(&b.0));
    lowest.map_or(tr!("none").into(), |(loss, rate)| {
        tr!("{loss} at {rate}", loss = number(loss), rate = shown::number(rate))
    })
}

/// The rates at which a method's test accuracy is about as good as at its best, from lowest to highest.
fn forgiving(record: &Record, method: &Method, rates: &[f64]) -> String {
    let of = |arm: &Arm| mean(&drawn(record, &arm.to_string(), |run| run.test_accuracy));
    let arms = method.at(rates);
    let highest = arms.iter().map(of).fold(0.0, f64::max);
    range(arms.iter().filter(|arm| of(arm) >= highest - ABOUT_AS_GOOD).map(|arm| arm.rate))
}

/// "0.01 to 0.3", "0.3", or "none".
fn range(rates: impl Iterator<Item = f64>) -> String {
    let rates: Vec<String> = rates.map(shown::number).collect();
    match rates.as_slice() {
        [] => tr!("none").into(),
        [one] => one.clone(),
        [first, .., last] => tr!("{first} to {last}", first, last),
    }
}
