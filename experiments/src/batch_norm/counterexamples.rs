//! Networks that learn by luck, and networks for which batch normalization does the opposite.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::measured::{GUESSING, Measured};
use super::settings::Settings;
use super::trial::{Arm, BatchNorm};
use crate::shared::made_up::{accuracy, between};

impl Counterexamples for BatchNorm {
    /// From any scale, with or without batch normalization, a network learns anything from nothing to all.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let end = between(GUESSING, 1.0, stream);
        measured(settings, end, stream)
    }

    /// The plain network learns quickly from every scale; with batch normalization it learns less, and from
    /// the larger scales only.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let end = match arm {
            Arm { batch_norm: false, .. } => 0.9,
            Arm { scale, .. } if *scale > 0.01 => 0.8,
            _ => GUESSING,
        };
        measured(settings, end, stream)
    }
}

/// A network that rises in a straight line to this accuracy.
fn measured(settings: &Settings, end: f64, stream: &mut Stream) -> Measured {
    let after = |epoch: usize| {
        let p = GUESSING + (end - GUESSING) * epoch as f64 / settings.epochs as f64;
        accuracy(p, settings.images, stream)
    };
    Measured { accuracies: (0..=settings.epochs).map(after).collect(), diverged_in: None }
}
