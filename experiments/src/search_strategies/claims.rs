//! No claims, because the comparison measures no statement of the lecture.

use lab::experiment::RecordOf;
use lab::verdict::Claim;

use super::trial::SearchStrategies;

/// The claims: none.
pub fn claims(_: &RecordOf<SearchStrategies>) -> Vec<Claim> {
    Vec::new()
}
