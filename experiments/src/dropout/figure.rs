//! Accuracies with and without dropout, over a range of ratios and together with weight decay, and the
//! table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::drawn_over_seeds;
use lab::experiment::{Drawing, RecordOf};
use lab::table::Table;
use training::epochs::Curves;
use training::statistics::mean;

use super::trial::{Dropout, REMEDY, comparison, with_decay};
use crate::shared::epochs;
use crate::shared::remedy::figure;

/// The figures, each with the name of its files.
pub fn figures(record: &RecordOf<Dropout>) -> Vec<(&'static str, Drawing)> {
    let comparison = comparison(&record.settings);
    let curves = figure::curves(record, &comparison).alt(
        "Training and test accuracy over the epochs, with and without dropout. At the book's setting \
         dropout lowers both. At our own setting both networks classify all of their training images \
         correctly, and the one with dropout classifies slightly more of the test images correctly.",
    );
    let range = figure::range(record, &comparison).alt(
        "Training accuracy, test accuracy, the gap between them and the norm of all weights against \
         the dropout ratio. Training accuracy falls from some ratio on. Test accuracy is highest at a \
         small ratio and then falls too. The norm hardly changes.",
    );
    vec![
        ("dropout", curves.into()),
        ("dropout_range", range.into()),
        ("dropout_and_weight_decay", together(record).into()),
    ]
}

/// Test accuracy at our own setting with neither remedy, with each alone, and with both.
fn together(record: &RecordOf<Dropout>) -> Figure {
    let [decay, both] = with_decay(&record.settings).map(|arm| arm.name);
    let arms = [REMEDY.at_ours(0.0), decay, REMEDY.at_ours(record.settings.our_ratio), both];
    let rows = arms.iter().map(|arm| {
        let test = record.values(arm, Curves::test_at_end);
        let low = test.iter().copied().fold(f64::INFINITY, f64::min);
        let high = test.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (mean(&test), low, high)
    });
    let names = ["neither", "weight decay", "dropout", "both"];
    Figure::new("Weight decay and dropout, alone and together")
        .subtitle(format!(
            "our own setting, images drawn anew for each seed; {}",
            drawn_over_seeds(record, "dot", "bar")
        ))
        .alt(
            "Test accuracy at our own setting with neither remedy, with weight decay, with dropout, and \
             with both.",
        )
        .grid(1, 480.0, 160.0)
        .panel(
            Panel::new("")
                .x(Axis::new("test accuracy"))
                .y(Axis::categories(names).range(3.5, -0.5))
                .with(Mark::intervals(Ink::Series(0), rows)),
        )
}

/// Accuracies, gap and norm at the end: a row for each arm.
pub fn table(record: &RecordOf<Dropout>) -> Table {
    epochs::table(record, "dropout")
}
