//! Networks whose norm says nothing about how much they overfit, and networks that overfit less with larger
//! weights.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::epochs::Curves;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{LargeWeights, Measured};
use crate::shared::made_up::{curves, log_between, noisy_curves};

impl Counterexamples for LargeWeights {
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        measured(noisy_curves(stream))
    }

    /// All networks fit their images, and the gap is narrower where the norm is larger.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let norm = match arm {
            Arm::Held(norm) => 20.0 * norm,
            Arm::Drawn(_) | Arm::DrawnFromHe(_) => log_between(10.0, 60.0, stream),
        };
        let gap = 0.4 - 0.05 * norm.ln() + 0.002 * stream.normal();
        measured(curves(1.0, 1.0 - gap, [20.0, norm]))
    }
}

fn measured(curves: Curves) -> Measured {
    Measured { initial_scale: 1.0, learning_rate: 0.1, weight_decay: 0.0, curves }
}
