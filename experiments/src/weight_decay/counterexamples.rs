//! Networks that weight decay does not change, and networks that it makes worse.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::epochs::{Arm, Curves};

use super::settings::Settings;
use super::trial::WeightDecay;
use crate::shared::made_up::noisy_curves;
use crate::shared::remedy::counterexamples::worse;

impl Counterexamples for WeightDecay {
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Curves {
        noisy_curves(stream)
    }

    /// With weight decay the gap is wider, test accuracy lower and the norm larger; without it, the norm
    /// falls during training.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Curves {
        worse(arm.plan.weight_decay > 0.0, stream)
    }
}
