//! Steps and learning rates against the condition number, and the table.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use lab::curves::over_seeds;
use lab::experiment::{Drawing, RecordOf};
use lab::record::ArmRecord;
use lab::table::{Table, number};
use language::tr;
use training::shown;
use training::statistics::{mean, median};

use super::claims::shown_name;
use super::measured::{Descent, Measured};
use super::trial::{Arm, ConditionNumber};
use crate::shared::finding::{Direction, direction};

type Record = RecordOf<ConditionNumber>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("condition_number", figure(record).into())]
}

/// For each arm the growth, and the numbers in the book's valley or, if that was not run, in the last one.
pub fn table(record: &Record) -> Table {
    let kappas = &record.settings.condition_numbers;
    let kappa = kappas.iter().copied().find(|&kappa| kappa == 20.0).or(kappas.last().copied());
    let kappa = kappa.unwrap_or(f64::NAN);
    let at = shown::number(kappa);
    let mut table = Table::new([
        tr!("optimizer"),
        tr!("p (steps grow like κ^p)"),
        &tr!("best η at κ = {at}", at),
        &tr!("steps at κ = {at}", at),
        &tr!("crossings at κ = {at}", at),
        &tr!("path length in y at κ = {at}", at),
    ]);
    for arm in &record.arms {
        let of = |value: fn(&Descent) -> f64| {
            number(mean(&record.values(&arm.name, |m| m.at(kappa).map_or(f64::NAN, value))))
        };
        let rates = record.values(&arm.name, |m| m.at(kappa).map_or(f64::NAN, |d| d.rate));
        table.row([
            shown_name(&arm.name),
            format!("{:.3}", mean(&record.values(&arm.name, Measured::growth))),
            number(median(&rates)),
            of(|descent| descent.steps),
            of(|descent| descent.crossings),
            of(|descent| descent.length_across),
        ]);
    }
    table
}

/// The number of steps in valleys along an axis and in turned ones, and the chosen learning rates.
fn figure(record: &Record) -> Figure {
    let names = &record.settings.optimizers;
    let along: Vec<Arm> = names.iter().cloned().map(Arm::Along).collect();
    let turned: Vec<Arm> = names.iter().cloned().map(Arm::Turned).collect();
    let steps = |descent: &Descent| descent.steps;
    let chosen = marks(record, &Arm::MomentumChosen, names.len(), steps).map(Mark::dashed);
    let all = |arms: &[Arm], value: fn(&Descent) -> f64| -> Vec<Mark> {
        let of = |(i, arm): (usize, &Arm)| match names[i].as_str() {
            // Its steps are nearly as many as Momentum's, which shows in the gaps.
            "Adam" => marks(record, arm, i, value).map(Mark::dashed),
            _ => marks(record, arm, i, value),
        };
        arms.iter().enumerate().flat_map(of).collect()
    };
    let kappa = || Axis::new(tr!("condition number κ")).log();
    let axis = || Axis::new(tr!("steps to the minimum")).log().range(0.8, 2e4);
    Figure::new(title(record))
        .subtitle(tr!(
            "steps until the distance from the minimum of x²/κ + y² stays below {tolerance} of that at the \
             start, each optimizer at its best η for each κ; {seeds}",
            tolerance = number(record.settings.tolerance),
            seeds = over_seeds(record)
        ))
        .alt(tr!(
            "Steps against the condition number on logarithmic axes, in a valley along an axis and in \
             turned valleys, and the chosen learning rates, with a line for each optimizer. p, if the steps grow \
             like κ^p: {growths}.",
            growths = growths(record)
        ))
        .grid(3, 236.0, 260.0)
        .panel(
            Panel::new(tr!("the valley runs along an axis"))
                .x(kappa())
                .y(axis())
                .with_all(all(&along, steps))
                .with_all(chosen),
        )
        .panel(
            Panel::new(tr!("each valley is turned by a random angle"))
                .x(kappa())
                .y(axis())
                .with_all(all(&turned, steps)),
        )
        .panel(
            Panel::new(tr!("the best η along an axis"))
                .x(kappa())
                .y(Axis::new("η").log())
                .with_all(all(&along, |descent| descent.rate)),
        )
}

/// What was clearly found: how many times as many steps SGD needs in the narrowest valley as in the book's, and
/// whether Momentum needs more too.
fn title(record: &Record) -> String {
    let is_above = |values: &[f64], limit: f64| {
        let above: Vec<f64> = values.iter().map(|value| value - limit).collect();
        direction(&above) == Direction::Up
    };
    if !is_above(&record.values("SGD", Measured::growth), 0.5) {
        return tr!("Steps to the minimum of a valley").into();
    }
    let narrowest = record.settings.condition_numbers.iter().copied().fold(1.0, f64::max);
    let more = |name: &str| {
        let steps = |m: &Measured, kappa| m.at(kappa).map_or(f64::NAN, |descent| descent.steps);
        record.values(name, |m| steps(m, narrowest) / steps(m, 20.0))
    };
    let (sgd, momentum) = (more("SGD"), more("Momentum"));
    let times = |more: &[f64]| format!("{:.0}", mean(more));
    let fewer: Vec<f64> = momentum.iter().map(|more| 1.5 - more).collect();
    let halves: Vec<f64> = sgd.iter().zip(&momentum).map(|(a, b)| a - 2.0 * b).collect();
    let narrowest = shown::number(narrowest);
    if is_above(&sgd, 2.0) && is_above(&fewer, 0.0) {
        return tr!(
            "From κ = 20 to κ = {narrowest}, SGD needs {sgd} times as many steps, Momentum with α = 0.9 hardly more",
            narrowest,
            sgd = times(&sgd)
        );
    }
    match is_above(&halves, 0.0) {
        true => tr!(
            "From κ = 20 to κ = {narrowest}, SGD needs {sgd} times as many steps, Momentum with α = 0.9 \
             {momentum} times",
            narrowest,
            sgd = times(&sgd),
            momentum = times(&momentum)
        ),
        false => tr!("The narrower the valley, the more steps SGD needs").into(),
    }
}

/// How the steps of each arm grow: "SGD 1.00, Adam 0.03".
fn growths(record: &Record) -> String {
    let of = |arm: &ArmRecord<Measured>| {
        let growth = mean(&record.values(&arm.name, Measured::growth));
        format!("{} {}", shown_name(&arm.name), number(growth))
    };
    record.arms.iter().map(of).collect::<Vec<_>>().join("; ")
}

/// One number of an arm against κ: the mean over the seeds with a band from the lowest to the highest.
fn marks(record: &Record, arm: &Arm, series: usize, value: fn(&Descent) -> f64) -> [Mark; 2] {
    let (name, ink) = (arm.to_string(), Ink::Series(series));
    let kappas = record.settings.condition_numbers.iter().copied();
    let at =
        |kappa: f64| -> Vec<f64> { record.values(&name, |m| m.at(kappa).map_or(f64::NAN, value)) };
    let band = kappas.clone().map(|kappa| {
        let values = at(kappa);
        Band {
            x: kappa,
            low: values.iter().copied().fold(f64::INFINITY, f64::min),
            high: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    });
    let line = kappas.map(|kappa| [kappa, mean(&at(kappa))]).collect();
    // The panel's title says which of the valleys are turned.
    let legend = shown_name(name.trim_end_matches(", turned valley"));
    [
        Mark::Band { ink, steps: band.collect() },
        Mark::line(legend, ink, line).marked(Marker::SmallDot),
    ]
}
