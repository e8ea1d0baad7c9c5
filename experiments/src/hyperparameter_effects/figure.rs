//! The figure and the table: validation accuracy against each hyperparameter.

use std::cmp::Ordering;

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::curves::{legend, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::interval;
use lab::table::{Table, number, percent};
use language::tr;
use training::statistics::mean;

use super::arm::Hyperparameter;
use super::claims::{Compared, name};
use super::trial::HyperparameterEffects;

type Record = RecordOf<HyperparameterEffects>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("hyperparameter_effects", figure(record).into())]
}

/// For each hyperparameter the best and the worst value, and what they differ by.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        tr!("hyperparameter"),
        tr!("best value"),
        tr!("accuracy there"),
        tr!("worst value"),
        tr!("accuracy at the worst"),
        tr!("difference"),
        tr!("95 % interval"),
    ]);
    for hyperparameter in Hyperparameter::ALL {
        let Compared { best, worst, differences } = Compared::of(record, hyperparameter);
        let points = |x: f64| format!("{:+.1}", 100.0 * x);
        let value = |value: f64| {
            let arm = record.settings.arm(hyperparameter, value).to_string();
            legend(&number(value), record.arm(&arm).map(|m| m.diverged.then_some(0)))
        };
        table.row([
            label(hyperparameter).into(),
            value(best),
            percent(mean(&accuracies(record, hyperparameter, best))),
            value(worst),
            percent(mean(&accuracies(record, hyperparameter, worst))),
            percent(mean(&differences)),
            interval(&differences).map_or(tr!("too few seeds").into(), |(low, high)| {
                tr!("{low} to {high}", low = points(low), high = points(high))
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

/// The name of a hyperparameter next to an axis.
fn label(hyperparameter: Hyperparameter) -> &'static str {
    match hyperparameter {
        Hyperparameter::Units => tr!("units in each hidden layer"),
        Hyperparameter::BatchSize => tr!("images in a mini-batch"),
        Hyperparameter::LearningRate => tr!("learning rate η"),
        Hyperparameter::WeightDecay => tr!("weight decay λ"),
    }
}

/// A panel for each hyperparameter: validation accuracy against its values.
fn figure(record: &Record) -> Figure {
    let settings = &record.settings;
    let subtitle = tr!(
        "validation accuracy with {images} training images, {epochs} epochs; the others at {units} units, \
         batch size {batch_size}, η {rate}, λ {decay}; {lines}",
        images = settings.training_images,
        epochs = settings.epochs,
        units = settings.units,
        batch_size = settings.batch_size,
        rate = number(settings.learning_rate),
        decay = number(settings.weight_decay),
        lines = over_seeds(record)
    );
    let ranges = Hyperparameter::ALL.map(|hyperparameter| {
        let Compared { best, worst, differences } = Compared::of(record, hyperparameter);
        tr!(
            "{name}: {accuracy} at {best} and {difference} lower at {worst}",
            name = label(hyperparameter),
            accuracy = percent(mean(&accuracies(record, hyperparameter, best))),
            best = number(best),
            difference = percent(mean(&differences)),
            worst = number(worst)
        )
    });
    Figure::new(title(record))
        .subtitle(subtitle)
        .alt(tr!(
            "Four panels with validation accuracy against the values of one hyperparameter. {ranges}.",
            ranges = ranges.join("; ")
        ))
        .grid(4, 190.0, 200.0)
        .panels(Hyperparameter::ALL.map(|hyperparameter| panel(record, hyperparameter)))
}

/// Which hyperparameter matters most and which least, if the seeds show that any matters.
fn title(record: &Record) -> String {
    let compared = Hyperparameter::ALL.map(|hyperparameter| {
        let differences = Compared::of(record, hyperparameter).differences;
        (hyperparameter, mean(&differences), interval(&differences))
    });
    let by_effect = |a: &&(_, f64, _), b: &&(_, f64, _)| -> Ordering { a.1.total_cmp(&b.1) };
    let (most, least) = (compared.iter().max_by(by_effect), compared.iter().min_by(by_effect));
    let points = |x: f64| format!("{:.1}", 100.0 * x);
    match (most, least) {
        (Some((most, x, Some((low, _)))), Some((least, y, _))) if *low > 0.01 => tr!(
            "Over these ranges the {most} matters most ({x} points), the {least} least ({y} points)",
            most = name(*most),
            x = points(*x),
            least = name(*least),
            y = points(*y)
        ),
        _ => tr!("How much does each hyperparameter matter by itself?").into(),
    }
}

fn panel(record: &Record, hyperparameter: Hyperparameter) -> Panel {
    let values = record.settings.values(hyperparameter);
    let of_values: Vec<Vec<f64>> =
        values.iter().map(|&value| accuracies(record, hyperparameter, value)).collect();
    let means: Vec<f64> = of_values.iter().map(|of_value| mean(of_value)).collect();
    let of_seeds: Vec<Vec<f64>> = (0..record.provenance.seeds.len())
        .map(|seed| of_values.iter().map(|of_value| of_value[seed]).collect())
        .collect();
    Panel::new(label(hyperparameter))
        .x(Axis::categories(values.into_iter().map(number)))
        .y(Axis::new(tr!("validation accuracy")).range(0.0, 1.0))
        .with(Mark::band_of(Ink::Series(0), &of_seeds))
        .with(Mark::curve("", Ink::Series(0), &means).marked(Marker::Dot))
}
