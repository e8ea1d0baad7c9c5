//! Learning rates at which no method is ahead, and losses in which SGD is ahead of all others.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{LearningRates, Measured};
use crate::shared::made_up::{accuracy, between, log_between};

/// A run that ends with this loss, on training and on validation images, and about this test accuracy.
fn run(loss: f64, correct: f64, stream: &mut Stream) -> Measured {
    Measured {
        loss,
        diverged_at: None,
        validation_loss: loss * log_between(0.8, 1.25, stream),
        validation_accuracy: accuracy(correct, 10_000, stream),
        test_accuracy: accuracy(correct, 10_000, stream),
    }
}

impl Counterexamples for LearningRates {
    /// Every method ends anywhere between 0.02 and 0.5 and between 90 % and 98 %, at every rate.
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        run(log_between(0.02, 0.5, stream), between(0.9, 0.98, stream), stream)
    }

    /// At each rate SGD ends with a lower loss than all others, and classifies more images correctly.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let (loss, correct) =
            if arm.method.optimizer == "SGD" { (0.02, 0.98) } else { (0.2, 0.94) };
        run(loss * log_between(0.8, 1.25, stream), correct, stream)
    }
}
