//! The figure and the table: accuracy of the best of k networks, and its optimism.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{FEWEST, interval, mean_of};
use lab::table::{Table, percent};
use training::statistics::mean;

use super::arm::Arm;
use super::claims::FEW;
use super::optimism::Judge::{Fresh, Test, Validation};
use super::settings::MANY;
use super::trial::{Measured, TestSetLeak};

type Record = RecordOf<TestSetLeak>;

/// The figures.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("optimism", optimism(record).into())]
}

/// Accuracy and optimism for a few k.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        "chosen on test data",
        "test accuracy",
        "accuracy on fresh images",
        "optimism",
        "95 % interval",
        "test accuracy if chosen on validation data",
    ]);
    for arm in Arm::ALL {
        for k in [1, FEW, MANY, record.settings.networks] {
            let of =
                |number: &dyn Fn(&Measured) -> f64| mean(&record.values(&arm.to_string(), number));
            let optimism = record.values(&arm.to_string(), |m| m.optimism(k, Test, Test));
            let points = |x: f64| format!("{:.1}", 100.0 * x);
            table.row([
                format!("{arm}, best of {k}"),
                percent(of(&|m| m.best_of(k, Test, Test))),
                percent(of(&|m| m.best_of(k, Test, Fresh))),
                percent(mean(&optimism)),
                interval(&optimism).map_or("too few seeds".into(), |(low, high)| {
                    format!("{} to {}", points(low), points(high))
                }),
                percent(of(&|m| m.best_of(k, Validation, Test))),
            ]);
        }
    }
    table
}

/// The k that are drawn: about six for each power of ten, and the number of networks.
pub fn ks(networks: usize) -> Vec<usize> {
    let steps = (0..).map(|i| 10f64.powf(f64::from(i) / 6.0).round() as usize);
    let mut ks: Vec<usize> = steps.take_while(|&k| k < networks).collect();
    ks.push(networks);
    ks.dedup();
    ks
}

/// The mean of a number over the seeds against k, with its 95 % intervals.
fn curve(
    record: &Record,
    arm: Arm,
    (label, ink): (&str, Ink),
    number: &dyn Fn(&Measured, usize) -> f64,
) -> [Mark; 2] {
    let at = |k: usize| (k as f64, record.values(&arm.to_string(), |m| number(m, k)));
    let points: Vec<(f64, Vec<f64>)> = ks(record.settings.networks).into_iter().map(at).collect();
    let step = |(x, values): &(f64, Vec<f64>)| {
        interval(values).map(|(low, high)| Band { x: *x, low, high })
    };
    let band = Mark::Band { ink, steps: points.iter().filter_map(step).collect() };
    let means = points.iter().map(|(x, values)| [*x, mean(values)]);
    [band, Mark::line(label, ink, means.collect())]
}

fn optimism(record: &Record) -> Figure {
    let by_test = ("test, chosen on test data", Ink::Series(5));
    let by_validation = ("test, chosen on validation data", Ink::Series(0));
    let on_fresh = ("fresh, chosen on test data", Ink::Series(2));
    let k_axis =
        || Axis::new("networks tried, k").range(1.0, record.settings.networks as f64).log();
    let optimism = Arm::ALL.map(|arm| {
        Panel::new(match arm {
            Arm::Wide => "wide: learning rates 10⁻⁴ to 1",
            Arm::Narrow => "narrow: learning rates 0.2 to 0.4",
        })
        .x(k_axis())
        .y(Axis::new("test minus fresh accuracy"))
        .with(Mark::level("", 0.0))
        .with_all(curve(record, arm, by_test, &|m, k| m.optimism(k, Test, Test)))
        .with_all(
            curve(record, arm, by_validation, &|m, k| m.optimism(k, Validation, Test))
                .map(Mark::dashed),
        )
    });
    let accuracy = Arm::ALL.map(|arm| {
        Panel::new("test and fresh accuracy")
            .x(k_axis())
            .y(Axis::new("accuracy of the best of k"))
            .with_all(curve(record, arm, by_test, &|m, k| m.best_of(k, Test, Test)))
            .with_all(
                curve(record, arm, on_fresh, &|m, k| m.best_of(k, Test, Fresh))
                    .map(|mark| mark.marked(Marker::SmallDot)),
            )
            .with_all(
                curve(record, arm, by_validation, &|m, k| m.best_of(k, Validation, Test))
                    .map(Mark::dashed),
            )
    });
    let seeds = record.provenance.seeds.len();
    let intervals = if seeds < FEWEST { "" } else { " with 95 % intervals" };
    Figure::new("The more networks are tried on test data, the more it overrates the best one")
        .subtitle(format!(
            "{} validation images, as many test images, and {} fresh ones; {}{intervals}",
            record.settings.judges,
            record.settings.fresh,
            mean_of(seeds)
        ))
        .alt(
            "Upper panels: the optimism, which is test accuracy minus accuracy on fresh images, \
             against the number of networks tried, on a logarithmic axis. It grows if the network was \
             chosen on the test data, and stays about zero if it was chosen on validation data. Lower \
             panels: the test accuracy in both cases, and the accuracy on fresh images, which is the \
             same in both because each set is the test data once and the validation data once.",
        )
        .grid(2, 380.0, 260.0)
        .panels(optimism)
        .panels(accuracy)
}
