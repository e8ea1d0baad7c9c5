//! Training accuracy with and without batch normalization, from each scale of the initial weights.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, percent};
use language::tr;
use training::statistics::mean;

use super::measured::Measured;
use super::trial::{Arm, BatchNorm, two_digits};
use crate::shared::epochs::over;
use crate::shared::finding::is_above;

type Found = RecordOf<BatchNorm>;

/// The figures, each with the name of its files.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    vec![("final_accuracy", at_the_end(record).into()), ("batch_norm", curves(record).into())]
}

/// Mean and final accuracy without and with batch normalization: a row for each scale, on the book's images
/// and then on drawn ones.
pub fn table(record: &Found) -> Table {
    let mut table = Table::new([
        tr!("std of the initial weights"),
        tr!("plain: mean over epochs"),
        tr!("plain: at the end"),
        tr!("batch norm.: mean over epochs"),
        tr!("batch norm.: at the end"),
    ]);
    let epochs = record.settings.epochs;
    let book = record.settings.scales().into_iter().map(|scale| (scale, false));
    let ours = record.settings.scales_around_he().into_iter().map(|scale| (scale, true));
    for (scale, drawn) in book.chain(ours) {
        let std = two_digits(scale);
        let mut row = vec![if drawn { tr!("{std}, drawn images", std) } else { std }];
        for batch_norm in [false, true] {
            let arm = Arm { scale, batch_norm, drawn }.to_string();
            row.push(percent(mean(&record.values(&arm, |measured| measured.mean(epochs)))));
            let last = percent(mean(&record.values(&arm, Measured::last)));
            row.push(legend(&last, record.arm(&arm).map(|measured| measured.diverged_in)));
        }
        table.row(row);
    }
    table
}

/// The name of the arm with the book's images.
fn arm(scale: f64, batch_norm: bool) -> String {
    Arm { scale, batch_norm, drawn: false }.to_string()
}

/// Training accuracy after the last epoch, against the scale of the initial weights.
fn at_the_end(record: &Found) -> Figure {
    let scales = record.settings.scales();
    let he = (2.0 / record.settings.hidden[0] as f64).sqrt();
    let marks = |label: &str, ink: Ink, batch_norm: bool| {
        let of_seed = |seed: usize| -> Vec<f64> {
            let end = |&scale: &f64| {
                record.arm(&arm(scale, batch_norm)).nth(seed).map_or(f64::NAN, Measured::last)
            };
            scales.iter().map(end).collect()
        };
        let ends: Vec<_> = (0..record.provenance.seeds.len()).map(of_seed).collect();
        mean_and_band(label, ink, &ends).map(|mark| over(mark.marked(Marker::Dot), &scales))
    };
    Figure::new(end_title(record))
    .subtitle(tr!(
        "training accuracy after {epochs} epochs; {seeds}",
        epochs = record.settings.epochs,
        seeds = over_seeds(record)
    ))
    .alt(tr!(
        "Training accuracy at the end against the standard deviation of the initial weights, on a \
         logarithmic axis. Without batch normalization it is {plain}; with it {with}.",
        plain = ends_in_words(record, false),
        with = ends_in_words(record, true)
    ))
    .panel(
        Panel::new("")
            .x(Axis::new(tr!("standard deviation of the initial weights")).log())
            .y(Axis::new(tr!("accuracy")).range(0.0, 1.12))
            .with(Mark::place("He", he))
            .with_all(marks(tr!("plain"), Ink::Series(1), false).map(Mark::dashed))
            .with_all(marks(tr!("batch normalization"), Ink::Series(0), true)),
    )
}

/// What was found, if batch normalization lets the network learn from more scales.
fn end_title(record: &Found) -> String {
    let [with, plain] = [true, false].map(|batch_norm| above_half(record, batch_norm));
    match with > plain && is_above(&more_scales(record), 0.0) {
        true => tr!(
            "With batch normalization the network learns more than half of its images from {with} of {all} \
             scales, without it from {plain}",
            with,
            all = record.settings.scales,
            plain
        ),
        false => {
            tr!("Training accuracy with and without batch normalization, by the scale of the initial weights")
                .into()
        }
    }
}

/// From how many scales the network ends above one half.
fn above_half(record: &Found, batch_norm: bool) -> usize {
    let scales = record.settings.scales().into_iter();
    scales.filter(|&scale| end(record, scale, batch_norm) > 0.5).count()
}

/// From how many more scales each seed's network ends above one half with batch normalization than without it.
fn more_scales(record: &Found) -> Vec<f64> {
    let scales = record.settings.scales();
    let ends = |batch_norm| {
        let of = |&scale: &f64| record.values(&arm(scale, batch_norm), Measured::last);
        scales.iter().map(of).collect::<Vec<_>>()
    };
    let (with, plain) = (ends(true), ends(false));
    let learned = |ends: &[Vec<f64>], seed: usize| {
        ends.iter().filter(|ends| ends.get(seed).is_some_and(|&end| end > 0.5)).count() as f64
    };
    let seeds = 0..record.provenance.seeds.len();
    seeds.map(|seed| learned(&with, seed) - learned(&plain, seed)).collect()
}

/// The mean accuracy at the end.
fn end(record: &Found, scale: f64, batch_norm: bool) -> f64 {
    mean(&record.values(&arm(scale, batch_norm), Measured::last))
}

/// "97.7 % at 0.29, 86.2 % at 0.16".
fn ends_in_words(record: &Found, batch_norm: bool) -> String {
    let at = |scale: f64| {
        tr!(
            "{accuracy} at {std}",
            accuracy = percent(end(record, scale, batch_norm)),
            std = two_digits(scale)
        )
    };
    record.settings.scales().into_iter().map(at).collect::<Vec<_>>().join(", ")
}

/// At most this many scales have a panel of curves.
const PANELS: usize = 8;

/// The scales whose curves are drawn: evenly spaced, and among them the one closest to He's.
fn drawn(record: &Found) -> Vec<f64> {
    let scales = record.settings.scales();
    let step = scales.len().div_ceil(PANELS).max(1);
    let he = (2.0 / record.settings.hidden[0] as f64).sqrt();
    let distance = |i: &usize| (scales[*i] / he).ln().abs();
    let closest = (0..scales.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    scales.iter().skip(closest.unwrap_or(0) % step).step_by(step).copied().collect()
}

/// Training accuracy over the epochs: a panel for each scale of the initial weights.
fn curves(record: &Found) -> Figure {
    let of = |scale: f64, batch_norm: bool| -> Vec<Vec<f64>> {
        let name = arm(scale, batch_norm);
        record.arm(&name).map(|measured| measured.accuracies.clone()).collect()
    };
    let epochs = record.settings.epochs as f64;
    let drawn = drawn(record);
    let panels = drawn.iter().map(|&scale| {
        let [band, line] = mean_and_band(tr!("plain"), Ink::Series(1), &of(scale, false));
        let diverged = record.arm(&arm(scale, false)).any(|m| m.diverged_in.is_some());
        let note = Mark::text([0.5 * epochs, 0.85], Ink::Muted, tr!("plain: diverges"));
        Panel::new(tr!("std {std}", std = two_digits(scale)))
            .x(Axis::new(tr!("epochs")).range(0.0, epochs))
            .y(Axis::new(tr!("accuracy")).range(0.0, 1.0))
            .with_all([band, line.dashed()])
            .with_all(diverged.then_some(note))
            .with_all(mean_and_band(tr!("batch normalization"), Ink::Series(0), &of(scale, true)))
    });
    Figure::new(title(record))
        .subtitle(tr!(
            "training accuracy from {drawn} of the {all} standard deviations of the initial weights; {seeds}",
            drawn = drawn.len(),
            all = record.settings.scales,
            seeds = over_seeds(record)
        ))
        .alt(tr!(
            "{panels} small panels, each for one scale of the initial weights, with training accuracy \
             against epochs. With batch normalization the network ends above one half at {with} of the \
             scales, without it at {plain}.",
            panels = drawn.len(),
            with = above_half(record, true),
            plain = above_half(record, false)
        ))
        .grid(4, 150.0, 110.0)
        .shared_axes()
        .panels(panels)
}

/// What was found, if the plain network is the faster one wherever it learns.
fn title(record: &Found) -> String {
    let epochs = record.settings.epochs;
    let scales = record.settings.scales();
    let learns: Vec<f64> =
        scales.into_iter().filter(|&scale| end(record, scale, false) > 0.5).collect();
    let is_faster = |&scale: &f64| {
        let ends = record.values(&arm(scale, false), Measured::last);
        let [plain, with] = [false, true].map(|batch_norm| arm(scale, batch_norm));
        let lead = record.differences(&plain, &with, |measured| measured.mean(epochs));
        is_above(&ends, 0.5) && is_above(&lead, 0.0)
    };
    match !learns.is_empty() && learns.iter().all(is_faster) {
        true => tr!(
            "Where the plain network learns (std {scales}), it is faster than with batch normalization",
            scales = learns.into_iter().map(two_digits).collect::<Vec<_>>().join(", ")
        ),
        false => tr!("Batch normalization, from large to small initial weights").into(),
    }
}
