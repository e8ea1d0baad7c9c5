//! What a record holds.

use lab::experiment::RecordOf;

use super::super::descent::Descent;
use super::super::gradient::Gradients;
use super::super::trial::{Arm, GradientDescent, Measured};

/// The gradients, if they were computed.
pub fn gradients_of(record: &RecordOf<GradientDescent>) -> Option<&Gradients> {
    record.arm(&Arm::Gradients.to_string()).find_map(|measured| match measured {
        Measured::Gradients(gradients) => Some(gradients),
        Measured::Descent(_) => None,
    })
}

/// The descent of that arm, if it was run.
pub fn descent_of(record: &RecordOf<GradientDescent>, arm: Arm) -> Option<&Descent> {
    record.arm(&arm.to_string()).find_map(|measured| match measured {
        Measured::Descent(descent) => Some(descent),
        Measured::Gradients(_) => None,
    })
}
