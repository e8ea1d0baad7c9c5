//! What the report's reader moves: λ, while watching both accuracies.

use lab::experiment::RecordOf;
use lab::explorer::Explorer;
use language::tr;

use super::trial::{WeightDecay, comparison};
use crate::shared::remedy::explore::explorer;

/// The explorer of the values of λ at the book's setting.
pub fn explorers(record: &RecordOf<WeightDecay>) -> Vec<Explorer> {
    let ids = ["weight-decay", "V3"];
    let words = [tr!("the strength of weight decay"), tr!("weight decay λ")];
    vec![explorer(record, &comparison(&record.settings), ids, words)]
}
