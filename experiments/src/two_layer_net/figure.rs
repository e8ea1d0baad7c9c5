//! The loss and both accuracies over the iterations, and the table.

use figures::{Axis, Band, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band};
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::mean_of;
use lab::table::{Table, number, percent};
use language::tr;
use training::losses::LAST;
use training::statistics::mean;

use super::claims::{LARGEST_GAP, ends};
use super::trial::{Measured, NETWORK, TwoLayerNet};
use crate::shared::finding::{Direction, direction};
use crate::shared::losses::ending_loss;

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<TwoLayerNet>) -> Vec<(&'static str, Drawing)> {
    let smoothed: Vec<Vec<f64>> =
        record.arm(NETWORK).map(|measured| measured.losses.smoothed()).collect();
    let loss = Panel::new(tr!("loss of each mini-batch, smoothed"))
        .x(Axis::new(tr!("iteration")))
        .y(Axis::new(tr!("loss")).range(0.0, 2.5))
        .with_all(mean_and_band(tr!("loss"), Ink::Series(2), &smoothed));

    let accuracy = Panel::new(tr!("accuracy on the way and at the end"))
        .x(Axis::new(tr!("iteration")))
        .y(Axis::new(tr!("accuracy")).range(0.0, 1.0))
        .with(over_iterations(record, tr!("on training images"), 0, |m, i| {
            m.training.get(i).copied()
        }))
        .with(
            over_iterations(record, tr!("on test images"), 1, |m, i| m.test.get(i).copied())
                .dashed(),
        );

    let points = |m: &Measured, i: usize| Some(100.0 * (m.training.get(i)? - m.test.get(i)?));
    let gaps = at_iterations(record, points).into_iter().flat_map(|(_, values)| values);
    // Higher than the limit, so that its label has room.
    let (low, high) = gaps.fold((-1.0, 150.0 * LARGEST_GAP), |(low, high): (f64, f64), gap| {
        (low.min(gap), high.max(gap))
    });
    let gap = Panel::new(tr!("training minus test accuracy"))
        .x(Axis::new(tr!("iteration")))
        .y(Axis::new(tr!("percentage points")).range(low, high))
        .with(range_over_iterations(record, 5, points))
        .with(over_iterations(record, "", 5, points))
        .with(Mark::level(tr!("overfitting begins here"), 100.0 * LARGEST_GAP));

    let (training, test) = ends(record);
    let apart = mean(&training) - mean(&test);
    let title = match is_close(&training, &test) {
        true => tr!(
            "Training and test accuracy rise together and end only {points} percentage points apart",
            points = format!("{:.1}", 100.0 * apart.abs())
        ),
        false => tr!("Training and test accuracy of the two-layer network").into(),
    };
    let mean_of_seeds = mean_of(record.provenance.seeds.len());
    let subtitle = match record.provenance.seeds.len() {
        1 => mean_of_seeds,
        _ => tr!("{mean_of_seeds}; bands: lowest to highest", mean_of_seeds),
    };
    let figure = Figure::new(title)
        .subtitle(legend(
            &subtitle,
            record.arm(NETWORK).map(|measured| measured.losses.diverged_at),
        ))
        .alt(tr!(
            "Left: the smoothed loss of the mini-batches against the iteration. Middle: training and test \
             accuracy against the iteration; they end at {training} and {test}. Right: the difference between \
             the two.",
            training = percent(mean(&training)),
            test = percent(mean(&test))
        ))
        .grid(3, 250.0, 230.0)
        .panels([loss, accuracy, gap]);
    vec![("two_layer_net", figure.into())]
}

/// Whether the network learned and its two accuracies clearly end closer than [`LARGEST_GAP`].
fn is_close(training: &[f64], test: &[f64]) -> bool {
    let room = |sign: f64| {
        let gaps = training.iter().zip(test).map(|(training, test)| training - test);
        gaps.map(|gap| LARGEST_GAP - sign * gap).collect::<Vec<f64>>()
    };
    let above_half: Vec<f64> = test.iter().map(|test| test - 0.5).collect();
    [room(1.0), room(-1.0), above_half].iter().all(|values| direction(values) == Direction::Up)
}

/// The loss and both accuracies at the end.
pub fn table(record: &RecordOf<TwoLayerNet>) -> Table {
    let loss = ending_loss(record.settings.iterations);
    let header = [tr!("network"), &loss, tr!("training accuracy"), tr!("test accuracy")];
    let mut table = Table::new(header);
    let (training, test) = ends(record);
    table.row([
        tr!("two-layer network").into(),
        number(mean(&record.values(NETWORK, |measured| measured.losses.last(LAST)))),
        percent(mean(&training)),
        percent(mean(&test)),
    ]);
    table
}

/// A number at each iteration at which the networks were evaluated, for each seed that has it.
fn at_iterations(
    record: &RecordOf<TwoLayerNet>,
    number: impl Fn(&Measured, usize) -> Option<f64>,
) -> Vec<(f64, Vec<f64>)> {
    let first = record.arm(NETWORK).next();
    let judged_at = first.map_or(&[][..], |measured| &measured.judged_at);
    let of_seeds = |i: usize| record.arm(NETWORK).filter_map(|m| number(m, i)).collect();
    judged_at.iter().enumerate().map(|(i, &at)| (at as f64, of_seeds(i))).collect()
}

/// The mean of a number over the seeds, against the iteration.
fn over_iterations(
    record: &RecordOf<TwoLayerNet>,
    label: &str,
    series: usize,
    number: impl Fn(&Measured, usize) -> Option<f64>,
) -> Mark {
    let points = at_iterations(record, number).into_iter().map(|(at, values)| [at, mean(&values)]);
    Mark::line(label, Ink::Series(series), points.collect())
}

/// Its range over the seeds.
fn range_over_iterations(
    record: &RecordOf<TwoLayerNet>,
    series: usize,
    number: impl Fn(&Measured, usize) -> Option<f64>,
) -> Mark {
    let step = |(x, values): (f64, Vec<f64>)| Band {
        x,
        low: values.iter().copied().fold(f64::INFINITY, f64::min),
        high: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    };
    let steps = at_iterations(record, number).into_iter().map(step).collect();
    Mark::Band { ink: Ink::Series(series), steps }
}
