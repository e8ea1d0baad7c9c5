//! The figure and the table: validation accuracy against each hyperparameter.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::curves::{legend, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::interval;
use lab::table::{Table, number, percent};
use training::statistics::mean;

use super::arm::Hyperparameter;
use super::claims::Compared;
use super::trial::HyperparameterEffects;

type Record = RecordOf<HyperparameterEffects>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("hyperparameter_effects", figure(record).into())]
}

/// For each hyperparameter the best and the worst value, and what they differ by.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        "hyperparameter",
        "best value",
        "accuracy there",
        "worst value",
        "accuracy at the worst",
        "difference",
        "95 % interval",
    ]);
    for hyperparameter in Hyperparameter::ALL {
        let Compared { best, worst, differences } = Compared::of(record, hyperparameter);
        let points = |x: f64| format!("{:+.1}", 100.0 * x);
        let value = |value: f64| {
            let arm = record.settings.arm(hyperparameter, value).to_string();
            legend(&number(value), record.arm(&arm).map(|m| m.diverged.then_some(0)))
        };
        table.row([
            hyperparameter.label().into(),
            value(best),
            percent(mean(&accuracies(record, hyperparameter, best))),
            value(worst),
            percent(mean(&accuracies(record, hyperparameter, worst))),
            percent(mean(&differences)),
            interval(&differences).map_or("too few seeds".into(), |(low, high)| {
                format!("{} to {}", points(low), points(high))
            }),
        ]);
    }
    table
}

/// Validation accuracy at a value, of each seed's network that had no part in choosing values.
fn accuracies(record: &Record, hyperparameter: Hyperparameter, value: f64) -> Vec<f64> {
    let arm = record.settings.arm(hyperparameter, value).to_string();
    record.values(&arm, |m| m.judging)
}

/// A panel for each hyperparameter: validation accuracy against its values.
fn figure(record: &Record) -> Figure {
    let panels = Hyperparameter::ALL.map(|hyperparameter| {
        let values = record.settings.values(hyperparameter);
        let of_values: Vec<Vec<f64>> =
            values.iter().map(|&value| accuracies(record, hyperparameter, value)).collect();
        let means: Vec<f64> = of_values.iter().map(|of_value| mean(of_value)).collect();
        let of_seeds: Vec<Vec<f64>> = (0..record.provenance.seeds.len())
            .map(|seed| of_values.iter().map(|of_value| of_value[seed]).collect())
            .collect();
        Panel::new(hyperparameter.label())
            .x(Axis::categories(values.into_iter().map(number)))
            .y(Axis::new("validation accuracy").range(0.0, 1.0))
            .with(Mark::band_of(Ink::Series(0), &of_seeds))
            .with(Mark::curve("", Ink::Series(0), &means).marked(Marker::Dot))
    });
    let ranges = Hyperparameter::ALL.map(|hyperparameter| {
        let Compared { best, worst, differences } = Compared::of(record, hyperparameter);
        format!(
            "{}: {} at {} and {} lower at {}",
            hyperparameter.label(),
            percent(mean(&accuracies(record, hyperparameter, best))),
            number(best),
            percent(mean(&differences)),
            number(worst)
        )
    });
    let settings = &record.settings;
    Figure::new("How much does each hyperparameter matter by itself?")
        .subtitle(format!(
            "{} training images, {} epochs; the others at {} units, batch size {}, η {}, λ {}; {}",
            settings.training_images,
            settings.epochs,
            settings.units,
            settings.batch_size,
            number(settings.learning_rate),
            number(settings.weight_decay),
            over_seeds(record)
        ))
        .alt(format!(
            "Four panels with validation accuracy against the values of one hyperparameter. {}.",
            ranges.join("; ")
        ))
        .grid(4, 190.0, 200.0)
        .panels(panels)
}
