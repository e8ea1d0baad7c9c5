//! V3 as claims. That weight decay keeps the norm of the weights smaller is what it does by construction, so
//! no claim is made of it: the table has the norm of each arm.

use lab::experiment::RecordOf;
use lab::verdict::Claim;

use super::trial::{WeightDecay, comparison};
use crate::shared::remedy;

/// The statement as claims.
pub fn claims(record: &RecordOf<WeightDecay>) -> Vec<Claim> {
    remedy::claims::claims(record, "V3", &comparison(&record.settings))
}
