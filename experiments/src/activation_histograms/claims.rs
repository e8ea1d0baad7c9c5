//! I3–I7 as claims.

mod gradient;
mod he;
mod one_neuron;
mod open;
mod spread;
mod xavier;

use lab::experiment::RecordOf;
use lab::verdict::Claim;

pub(super) use open::{AT_THE_ENDS, EVEN};

use super::trial::ActivationHistograms;

/// The statements as claims.
pub fn claims(record: &RecordOf<ActivationHistograms>) -> Vec<Claim> {
    [
        spread::claims(record),
        gradient::claims(record),
        one_neuron::claims(record),
        xavier::claims(record),
        he::claims(record),
    ]
    .concat()
}
