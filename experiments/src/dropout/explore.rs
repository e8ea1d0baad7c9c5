//! What the report's reader moves: the dropout ratio, while watching both accuracies.

use lab::experiment::RecordOf;
use lab::explorer::Explorer;
use language::tr;

use super::trial::{Dropout, comparison};
use crate::shared::remedy::explore::explorer;

/// The explorer of the ratios at the book's setting.
pub fn explorers(record: &RecordOf<Dropout>) -> Vec<Explorer> {
    let ids = ["dropout-ratio", "V4"];
    let words = [tr!("the dropout ratio"), tr!("dropout ratio")];
    vec![explorer(record, &comparison(&record.settings), ids, words)]
}
