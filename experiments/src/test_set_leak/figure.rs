//! The figures and the table: how much better the chosen network looks than it is.

use std::collections::BTreeSet;

use figures::{Axis, Band, Bar, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{FEWEST, interval, mean_of};
use lab::table::{Table, percent};
use language::tr;
use training::statistics::mean;

use super::arm::Arm;
use super::claims::{A_POINT, FEW, label};
use super::optimism::Judge::{Fresh, Test, Validation};
use super::settings::MANY;
use super::trial::{Measured, TestSetLeak};

type Record = RecordOf<TestSetLeak>;

/// The name of the figure of H3.
pub const CHOSEN_BY_VALIDATION: &str = "chosen_by_validation";

/// The figures.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![
        ("optimism", optimism(record).into()),
        (CHOSEN_BY_VALIDATION, chosen_by_validation(record).into()),
    ]
}

/// Accuracy and optimism for a few k.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        tr!("chosen on test data"),
        tr!("test accuracy"),
        tr!("accuracy on fresh images"),
        tr!("looks better by"),
        tr!("95 % interval"),
        tr!("test accuracy if chosen on validation data"),
    ]);
    for arm in Arm::ALL {
        for k in BTreeSet::from([1, FEW, MANY, record.settings.networks]) {
            let of =
                |number: &dyn Fn(&Measured) -> f64| mean(&record.values(&arm.to_string(), number));
            let optimism = record.values(&arm.to_string(), |m| m.optimism(k, Test, Test));
            table.row([
                tr!("{networks}, best of {k}", networks = label(arm), k),
                percent(of(&|m| m.best_of(k, Test, Test))),
                percent(of(&|m| m.best_of(k, Test, Fresh))),
                percent(mean(&optimism)),
                interval(&optimism).map_or(tr!("too few seeds").into(), |(low, high)| {
                    tr!("{low} to {high}", low = points(low), high = points(high))
                }),
                percent(of(&|m| m.best_of(k, Validation, Test))),
            ]);
        }
    }
    table
}

/// A difference of accuracies in points, with one decimal.
fn points(x: f64) -> String {
    // What is rounded to zero has no sign.
    format!("{:.1}", 100.0 * x).replace("-0.0", "0.0")
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

/// How much better the best of k networks looks than it is, against k (H2).
fn optimism(record: &Record) -> Figure {
    let by_test = (tr!("chosen on the test data itself"), Ink::Series(5));
    let by_validation = (tr!("chosen on validation data"), Ink::Series(0));
    let above_fresh = |judge| move |m: &Measured, k| 100.0 * m.optimism(k, judge, Test);
    let panels = Arm::ALL.map(|arm| {
        let most = record.settings.networks as f64;
        Panel::new(label(arm))
            .x(Axis::new(tr!("networks to choose from, k")).range(1.0, most).log())
            .y(Axis::new(tr!("points above the accuracy on fresh images")))
            .with(Mark::level("", 0.0))
            .with_all(curve(record, arm, by_test, &above_fresh(Test)))
            .with_all(curve(record, arm, by_validation, &above_fresh(Validation)).map(Mark::dashed))
    });
    let inflated = |arm: Arm| record.values(&arm.to_string(), |m| m.optimism(MANY, Test, Test));
    let inflated = Arm::ALL.map(inflated);
    let is_shown = inflated.iter().all(|of| interval(of).is_some_and(|(low, _)| low > 0.0));
    let most = inflated.iter().map(|of| mean(of)).fold(0.0, f64::max);
    Figure::new(match is_shown {
        true => tr!(
            "Chosen on test data, the best of {many} networks looks up to {points} points better than it is",
            many = MANY,
            points = points(most)
        ),
        false => tr!("How much better does a network look if test data chose it?").into(),
    })
    .subtitle(tr!(
        "test accuracy of the best of k networks minus its accuracy on fresh images; {measured}",
        measured = how_measured(record)
    ))
    .alt(tr!(
        "The test accuracy of the best of k networks minus its accuracy on fresh images, against k on a \
         logarithmic axis, for two ranges of learning rates: once chosen on the test data itself, once on \
         validation data."
    ))
    .grid(2, 380.0, 260.0)
    .shared_axes()
    .panels(panels)
}

/// The sizes of the sets, and how often it was measured.
fn how_measured(record: &Record) -> String {
    let seeds = record.provenance.seeds.len();
    let settings = &record.settings;
    let (judges, fresh, over) = (settings.judges, settings.fresh, mean_of(seeds));
    match seeds < FEWEST {
        true => tr!(
            "{judges} images of validation data, as many of test data, and {fresh} fresh images by which \
             no network is chosen; {over}",
            judges,
            fresh,
            over
        ),
        false => tr!(
            "{judges} images of validation data, as many of test data, and {fresh} fresh images by which \
             no network is chosen; {over} with 95 % intervals",
            judges,
            fresh,
            over
        ),
    }
}

/// How far validation accuracy and test accuracy of the network that validation data chose are above its
/// accuracy on fresh images (H3).
fn chosen_by_validation(record: &Record) -> Figure {
    let off = |arm: Arm, judge| -> Vec<f64> {
        record.values(&arm.to_string(), |m| m.optimism(MANY, Validation, judge))
    };
    let (mut low, mut high) = (-1.1_f64, 1.1_f64);
    let bars = Arm::ALL.map(|arm| {
        [Validation, Test].map(|judge| {
            let values: Vec<f64> = off(arm, judge).iter().map(|x| 100.0 * x).collect();
            let (value, interval) = (mean(&values), interval(&values));
            let (from, to) = interval.unwrap_or((value, value));
            (low, high) = (low.min(from - 0.1), high.max(to + 0.1));
            let at = usize::from(judge == Test);
            let bar = Bar::grouped(at, 0, 1, value);
            let bar = if interval.is_some() { bar.error(from, to) } else { bar };
            (bar, [at as f64, value])
        })
    });
    let panels = Arm::ALL.into_iter().zip(bars).map(|(arm, [validation, test])| {
        // A bar of nearly no height would be missed, a dot is not.
        let dot = |ink, at| Mark::points("", ink, Marker::Dot, [at]);
        let names = [tr!("validation accuracy (it chose)"), tr!("test accuracy (looked at once)")];
        Panel::new(label(arm))
            .x(Axis::categories(names))
            .y(Axis::new(tr!("points above the accuracy on fresh images")).range(low, high))
            .with(Mark::bars("", Ink::Series(5), [validation.0]))
            .with(Mark::bars("", Ink::Series(0), [test.0]))
            .with(dot(Ink::Series(5), validation.1))
            .with(dot(Ink::Series(0), test.1))
            .with(Mark::level("", 0.0))
            .with(Mark::level(tr!("one point"), 1.0))
            .with(Mark::level("", -1.0))
    });
    let mean_off = |judge| Arm::ALL.map(|arm| mean(&off(arm, judge)));
    let of_validation = mean_off(Validation).into_iter().fold(0.0, f64::max);
    // How far off the mean may be: the end of an interval that is farther from 0.
    let farther = |(low, high): (f64, f64)| low.abs().max(high.abs());
    let bounds = Arm::ALL.map(|arm| interval(&off(arm, Test)).map_or(f64::NAN, farther));
    let of_test = (1000.0 * bounds.into_iter().fold(0.0, f64::max)).ceil() / 1000.0;
    let all_within =
        |of: Vec<f64>| interval(&of).is_some_and(|(low, high)| -A_POINT < low && high < A_POINT);
    let is_shown = Arm::ALL.into_iter().all(|arm| {
        let is_too_high = interval(&off(arm, Validation)).is_some_and(|(low, _)| low > 0.0);
        is_too_high && all_within(off(arm, Test))
    });
    Figure::new(match is_shown {
        true => tr!(
            "On average, validation accuracy overrates the network that it chose by up to {validation} points; \
             test accuracy is right to within {test}",
            validation = points(of_validation),
            test = points(of_test)
        ),
        false => tr!("Validation and test accuracy of the network that validation data chose").into(),
    })
    .subtitle(tr!(
        "the best of {many} networks; {measured}",
        many = MANY,
        measured = how_measured(record)
    ))
    .alt(tr!(
        "For each range of learning rates, two bars: the validation accuracy and the test accuracy of the network \
         that was chosen on validation data, each minus its accuracy on fresh images: {points}.",
        points = Arm::ALL
            .map(|arm| {
                tr!(
                    "{networks}: {validation} and {test} points",
                    networks = label(arm),
                    validation = points(mean(&off(arm, Validation))),
                    test = points(mean(&off(arm, Test)))
                )
            })
            .join("; ")
    ))
    .grid(2, 380.0, 240.0)
    .shared_axes()
    .panels(panels)
}
