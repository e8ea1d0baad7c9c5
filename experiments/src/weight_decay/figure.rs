//! Accuracies with and without weight decay and over a range of λ, and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::table::Table;

use super::trial::{WeightDecay, comparison};
use crate::shared::epochs;
use crate::shared::remedy::figure;

/// The figures, each with the name of its files.
pub fn figures(record: &RecordOf<WeightDecay>) -> Vec<(&'static str, Drawing)> {
    let comparison = comparison(&record.settings);
    let curves = figure::curves(record, &comparison).alt(
        "Training and test accuracy over the epochs, with and without weight decay. At the book's \
         setting, weight decay lowers both and brings them together. At our own setting both networks \
         classify all of their training images correctly, and their test accuracies nearly coincide.",
    );
    let range = figure::range(record, &comparison).alt(
        "Training accuracy, test accuracy, the gap between them and the norm of all weights against λ. \
         Little changes up to 0.03; beyond that, the weights shrink and both accuracies fall.",
    );
    vec![("weight_decay", curves.into()), ("weight_decay_range", range.into())]
}

/// Accuracies, gap and norm at the end: a row for each arm.
pub fn table(record: &RecordOf<WeightDecay>) -> Table {
    epochs::table(record, "weight decay")
}
