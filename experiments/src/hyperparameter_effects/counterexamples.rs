//! Networks whose accuracy does not depend on their hyperparameters.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{HyperparameterEffects, Measured};
use crate::shared::made_up::{accuracy, between};

impl Counterexamples for HyperparameterEffects {
    /// A network recognizes anything from half of its images to nearly all, whatever its hyperparameters are.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let [choosing, judging] = [(); 2].map(|()| {
            let p = between(0.5, 0.95, stream);
            accuracy(p, settings.validation_images, stream)
        });
        Measured { choosing, judging, diverged: false }
    }

    /// All networks are equally good.
    fn opposite(_: usize, _: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let [choosing, judging] = [(); 2].map(|()| 0.8 + 0.001 * stream.normal());
        Measured { choosing, judging, diverged: false }
    }
}
