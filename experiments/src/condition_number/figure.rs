//! Steps and learning rates against the condition number, and the table.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use lab::curves::over_seeds;
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number};
use training::shown;
use training::statistics::{mean, median};

use super::measured::{Descent, Measured};
use super::trial::{Arm, ConditionNumber};

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
    let at = |name: &str| format!("{name} at κ = {}", shown::number(kappa));
    let mut table = Table::new([
        "optimizer",
        "p (steps grow like κ^p)",
        &at("best η"),
        &at("steps"),
        &at("crossings"),
        &at("path length in y"),
    ]);
    for arm in &record.arms {
        let of = |value: fn(&Descent) -> f64| {
            number(mean(&record.values(&arm.name, |m| m.at(kappa).map_or(f64::NAN, value))))
        };
        let rates = record.values(&arm.name, |m| m.at(kappa).map_or(f64::NAN, |d| d.rate));
        table.row([
            arm.name.clone(),
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
        arms.iter().enumerate().flat_map(|(i, arm)| marks(record, arm, i, value)).collect()
    };
    let kappa = || Axis::new("condition number κ").log();
    let axis = || Axis::new("steps to the minimum").log().range(0.8, 2e4);
    Figure::new(title(record))
        .subtitle(format!(
            "steps until the distance from the minimum of x²/κ + y² stays below {} of that at the start, \
             each optimizer at its best η for each κ; {}",
            number(record.settings.tolerance),
            over_seeds(record)
        ))
        .alt(
            "Steps against the condition number on logarithmic axes, in a valley along an axis and in \
             turned valleys, and the chosen learning rates. SGD's steps grow in proportion to the \
             condition number. AdaGrad's and Adam's do not grow in a valley along an axis; AdaGrad's do \
             in turned valleys.",
        )
        .grid(3, 290.0, 300.0)
        .panel(
            Panel::new("the valley runs along an axis")
                .x(kappa())
                .y(axis())
                .with_all(all(&along, steps))
                .with_all(chosen),
        )
        .panel(
            Panel::new("each valley is turned by a random angle")
                .x(kappa())
                .y(axis())
                .with_all(all(&turned, steps)),
        )
        .panel(
            Panel::new("the best η along an axis")
                .x(kappa())
                .y(Axis::new("η").log())
                .with_all(all(&along, |descent| descent.rate)),
        )
}

/// What was found, if it was.
fn title(record: &Record) -> String {
    let growth = |name: &str| mean(&record.values(name, Measured::growth));
    let sgd = growth("SGD");
    if sgd > 0.5 {
        "The narrower the valley, the more steps SGD needs".into()
    } else {
        "Steps to the minimum of a valley".into()
    }
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
    [
        Mark::Band { ink, steps: band.collect() },
        Mark::line(name.trim_end_matches(", turned valley"), ink, line).marked(Marker::SmallDot),
    ]
}
