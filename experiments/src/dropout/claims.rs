//! V4 as claims.

use lab::experiment::RecordOf;
use lab::verdict::Claim;

use super::trial::{Dropout, REMEDY};
use crate::shared::remedy;

/// The statement as claims.
pub fn claims(record: &RecordOf<Dropout>) -> Vec<Claim> {
    let settings = &record.settings;
    remedy::claims::claims(record, "V4", &REMEDY, &settings.few_images, &settings.strengths())
}
