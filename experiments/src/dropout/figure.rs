//! Accuracies with and without dropout, over a range of ratios and together with weight decay, and the
//! table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::drawn_over_seeds;
use lab::experiment::{Drawing, RecordOf};
use lab::table::Table;
use language::tr;
use training::epochs::Curves;
use training::statistics::mean;

use super::trial::{Dropout, REMEDY, comparison, with_decay};
use crate::shared::epochs;
use crate::shared::finding::{Direction, direction, points};
use crate::shared::remedy::{figure, names};

/// The figures, each with the name of its files.
pub fn figures(record: &RecordOf<Dropout>) -> Vec<(&'static str, Drawing)> {
    let comparison = comparison(&record.settings);
    let curves = figure::curves(record, &comparison);
    let range = figure::range(record, &comparison);
    vec![
        ("dropout", curves.into()),
        ("dropout_range", range.into()),
        ("dropout_and_weight_decay", together(record).into()),
    ]
}

/// By how much each remedy alone, and both, raise test accuracy at our own setting.
fn together(record: &RecordOf<Dropout>) -> Figure {
    let [decay, both] = with_decay(&record.settings).map(|arm| arm.name);
    let dropout = REMEDY.at_ours(record.settings.our_ratio);
    let over = |arm: &str, other: &str| record.differences(arm, other, Curves::test_at_end);
    let neither = REMEDY.at_ours(0.0);
    let rows = [&decay, &dropout, &both].map(|arm| {
        let gains: Vec<f64> = over(arm, &neither).iter().map(|gain| 100.0 * gain).collect();
        let low = gains.iter().copied().fold(f64::INFINITY, f64::min);
        let high = gains.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (mean(&gains), low, high)
    });
    let names = [tr!("weight decay"), tr!("dropout"), tr!("both")];
    let gain = points(mean(&over(&both, &neither)));
    let alone = points(mean(&over(&dropout, &neither)));
    // The titles speak of gains, so both must be gains.
    let is_gain = |arm: &str| direction(&over(arm, &neither)) == Direction::Up;
    let differs = [&decay, &dropout].map(|one| direction(&over(&both, one)));
    let title = match differs {
        _ if !is_gain(&both) || !is_gain(&dropout) => {
            tr!("Weight decay and dropout, alone and together").to_owned()
        }
        [Direction::Up, Direction::Up] => {
            tr!(
                "Both remedies together raise test accuracy more than either alone: by {gain} points",
                gain
            )
        }
        [_, Direction::Down] => tr!(
            "Dropout alone raises test accuracy more ({alone} points) than together with weight decay ({gain})",
            alone,
            gain
        ),
        _ => tr!(
            "Dropout raises test accuracy by {alone} points alone, and by {gain} together with weight decay",
            alone,
            gain
        ),
    };
    let seeds = drawn_over_seeds(record, tr!("dot"), tr!("bar"));
    Figure::new(title)
        .subtitle(tr!(
            "gain in test accuracy over a network with neither, at our own setting, images drawn anew for each \
             seed; {seeds}",
            seeds
        ))
        .alt(tr!(
            "The gain in test accuracy at our own setting, with weight decay, with dropout, and with both, \
             compared with neither."
        ))
        .grid(1, 480.0, 140.0)
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("gain in test accuracy, in points")))
                .y(Axis::categories(names).range(2.5, -0.5))
                .with(Mark::place("", 0.0))
                .with(Mark::intervals(Ink::Series(0), rows)),
        )
}

/// Accuracies, gap and norm at the end: a row for each arm.
pub fn table(record: &RecordOf<Dropout>) -> Table {
    epochs::table(record, tr!("dropout"), |arm| names::arm(&REMEDY, arm))
}
