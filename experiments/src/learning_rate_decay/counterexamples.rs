//! Losses that do not depend on the schedule, and losses that are the lowest at a constant learning rate.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::run::Run;

use super::claims::CONSTANT;
use super::settings::Settings;
use super::trial::{Arm, LearningRateDecay, Measured};
use crate::shared::made_up::{log_between, run};

impl Counterexamples for LearningRateDecay {
    /// Every arm ends anywhere between 0.05 and 0.5.
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        ended(log_between(0.05, 0.5, stream), stream)
    }

    /// The constant learning rate ends lower than all others.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let loss = if arm.way == CONSTANT { 0.1 } else { 0.2 };
        ended(loss * log_between(0.9, 1.1, stream), stream)
    }
}

/// A trial that ended at about this loss.
fn ended(loss: f64, stream: &mut Stream) -> Measured {
    let Run { losses, test_accuracy } = run(loss, 0.95, stream);
    Measured { losses, test_loss: loss, test_accuracy }
}
