//! Networks that dropout does not change, and networks that it makes worse.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::epochs::{Arm, Curves};

use super::settings::Settings;
use super::trial::Dropout;
use crate::shared::made_up::noisy_curves;
use crate::shared::remedy::counterexamples::worse;

impl Counterexamples for Dropout {
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Curves {
        noisy_curves(stream)
    }

    /// With dropout the gap is wider and test accuracy lower.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Curves {
        worse(arm.plan.dropout > 0.0, stream)
    }
}
