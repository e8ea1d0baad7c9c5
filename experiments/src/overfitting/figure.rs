//! Accuracies and their gap in each sweep, and the table.

use figures::Figure;
use lab::curves::over_seeds;
use lab::experiment::{Drawing, RecordOf};
use lab::table::Table;

use super::settings::Settings;
use super::sweep::{name, sweeps};
use super::trial::Overfitting;
use crate::shared::epochs;

/// What each sweep varies.
pub(super) const LABELS: [&str; 4] =
    ["training images", "neurons per layer", "hidden layers", "initial weights, relative to He's"];

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<Overfitting>) -> Vec<(&'static str, Drawing)> {
    let panels = LABELS.into_iter().zip(sweeps(&record.settings)).map(|(label, sweep)| {
        let arms = sweep.plans.iter().map(|(value, plan)| (name(plan), value.clone()));
        epochs::gap_panel(record, label, &arms.collect::<Vec<_>>())
    });
    let Settings { images, width, depth, .. } = record.settings;
    let figure = Figure::new("What makes a network overfit")
        .subtitle(format!(
            "784-{width}×{depth}-10 on {images} images drawn anew for each seed, one property varied in each panel; {}",
            over_seeds(record)
        ))
        .alt(
            "Training accuracy, test accuracy and the gap between them against the number of training \
             images, the neurons per layer, the hidden layers, and the scale of the initial weights. The \
             gap closes as images are added; large initial weights widen it.",
        )
        .grid(2, 330.0, 230.0)
        .panels(panels);
    vec![("overfitting", figure.into())]
}

/// Accuracies, gap and norm at the end: a row for each network.
pub fn table(record: &RecordOf<Overfitting>) -> Table {
    epochs::table(record, "network")
}
