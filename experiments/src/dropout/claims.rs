//! V4 as claims.

use lab::experiment::RecordOf;
use lab::verdict::Claim;

use super::trial::{Dropout, comparison};
use crate::shared::remedy;

/// The statement as claims.
pub fn claims(record: &RecordOf<Dropout>) -> Vec<Claim> {
    remedy::claims::claims(record, "V4", &comparison(&record.settings))
}
