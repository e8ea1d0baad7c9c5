//! Networks that overfit by luck, and networks that overfit where the statements say that they do not.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::epochs::{Arm, Curves};

use super::settings::Settings;
use super::trial::Overfitting;
use crate::shared::made_up::{curves, noisy_curves};

impl Counterexamples for Overfitting {
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Curves {
        noisy_curves(stream)
    }

    /// All networks fit their images. The gap is narrower for more neurons, more layers and larger initial
    /// weights, and wider for more images.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Curves {
        let plan = &arm.plan;
        let size = plan.hidden[0] as f64 * plan.hidden.len() as f64 * plan.initial_scale;
        let gap = 0.2 + 0.02 * (plan.images as f64).ln() - 0.02 * size.ln();
        curves(1.0, 1.0 - gap + 0.002 * stream.normal(), [30.0; 2])
    }
}
