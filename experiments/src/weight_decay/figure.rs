//! Accuracies with and without weight decay and over a range of λ, and the table.

use lab::experiment::{Drawing, RecordOf};
use lab::table::Table;
use language::tr;

use super::trial::{REMEDY, WeightDecay, comparison};
use crate::shared::epochs;
use crate::shared::remedy::{figure, names};

/// The figures, each with the name of its files.
pub fn figures(record: &RecordOf<WeightDecay>) -> Vec<(&'static str, Drawing)> {
    let comparison = comparison(&record.settings);
    let curves = figure::curves(record, &comparison);
    let range = figure::range(record, &comparison);
    vec![("weight_decay", curves.into()), ("weight_decay_range", range.into())]
}

/// Accuracies, gap and norm at the end: a row for each arm.
pub fn table(record: &RecordOf<WeightDecay>) -> Table {
    epochs::table(record, tr!("weight decay"), |arm| names::arm(&REMEDY, arm))
}
