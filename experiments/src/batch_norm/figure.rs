//! Training accuracy with and without batch normalization, from each scale of the initial weights.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, percent};
use training::statistics::mean;

use super::measured::Measured;
use super::trial::{Arm, BatchNorm, two_digits};

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<BatchNorm>) -> Vec<(&'static str, Drawing)> {
    vec![("batch_norm", figure(record).into())]
}

/// Mean and final accuracy without and with batch normalization: a row for each scale, on the book's images
/// and then on drawn ones.
pub fn table(record: &RecordOf<BatchNorm>) -> Table {
    let mut table = Table::new([
        "std of the initial weights",
        "plain: mean over epochs",
        "plain: at the end",
        "batch norm.: mean over epochs",
        "batch norm.: at the end",
    ]);
    let epochs = record.settings.epochs;
    let book = record.settings.scales().into_iter().map(|scale| (scale, false));
    let ours = record.settings.scales_around_he().into_iter().map(|scale| (scale, true));
    for (scale, drawn) in book.chain(ours) {
        let images = if drawn { ", drawn images" } else { "" };
        let mut row = vec![format!("{}{images}", two_digits(scale))];
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

/// Training accuracy over the epochs: a panel for each scale of the initial weights.
fn figure(record: &RecordOf<BatchNorm>) -> Figure {
    let curves = |arm: Arm| -> Vec<Vec<f64>> {
        let name = arm.to_string();
        record.arm(&name).map(|measured| measured.accuracies.clone()).collect()
    };
    let epochs = record.settings.epochs as f64;
    let panels = record.settings.scales().into_iter().map(|scale| {
        let with = curves(Arm { scale, batch_norm: true, drawn: false });
        let plain = Arm { scale, batch_norm: false, drawn: false };
        let [band, line] = mean_and_band("plain", Ink::Series(1), &curves(plain));
        let diverged = record.arm(&plain.to_string()).any(|m| m.diverged_in.is_some());
        let note = Mark::text([0.5 * epochs, 0.05], Ink::Muted, "plain: diverges");
        Panel::new(format!("std {}", two_digits(scale)))
            .x(Axis::new("epochs").range(0.0, epochs))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with_all([band, line.dashed()])
            .with_all(diverged.then_some(note))
            .with_all(mean_and_band("batch normalization", Ink::Series(0), &with))
    });
    Figure::new("Batch normalization, from large to small initial weights")
        .subtitle(format!(
            "training accuracy; one panel for each standard deviation of the initial weights; {}",
            over_seeds(record)
        ))
        .alt(alt(record))
        .grid(4, 150.0, 110.0)
        .shared_axes()
        .panels(panels)
}

/// What the figure shows, in words.
fn alt(record: &RecordOf<BatchNorm>) -> String {
    let scales = record.settings.scales();
    let above_half = |batch_norm| {
        let end = |&scale: &f64| {
            let arm = Arm { scale, batch_norm, drawn: false };
            mean(&record.values(&arm.to_string(), Measured::last))
        };
        scales.iter().filter(|scale| end(scale) > 0.5).count()
    };
    format!(
        "{} small panels, one for each scale of the initial weights, with training accuracy against \
         epochs. With batch normalization the network ends above one half at {} of the scales, without \
         it at {}.",
        scales.len(),
        above_half(true),
        above_half(false)
    )
}
