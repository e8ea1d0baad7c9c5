//! Errors that dropout does not change, and errors that it raises.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::settings::Settings;
use super::trial::{Arm, DropoutPaper, Measured};
use crate::shared::made_up::between;

/// The errors of a trial that ended with `error` of the test images wrong.
fn ended(error: f64) -> Measured {
    Measured { test_error: vec![0.1, error], training_error: Some(0.0), diverged_at: None }
}

impl Counterexamples for DropoutPaper {
    /// Every network ends anywhere between 1 and 2 % of errors.
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        ended(between(0.01, 0.02, stream))
    }

    /// The networks with dropout make more errors than the others.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let error = match arm {
            Arm::Standard | Arm::ReluWithoutDropout => 0.012,
            Arm::Logistic | Arm::Relu => 0.016,
        };
        ended(error + between(-0.001, 0.001, stream))
    }
}
