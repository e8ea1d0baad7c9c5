//! One trial: a network learns few images by SGD, with weight decay or without.

use lab::experiment::{About, Experiment};
use training::epochs::{Arm, Curves, Plan};
use training::remedy::Remedy;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct WeightDecay;

/// ½λW² joins the loss, so λW joins the gradient of each weight: W ← W − η(∂L/∂W + λW).
pub(super) const REMEDY: Remedy = Remedy {
    name: "weight decay",
    strength: "λ",
    apply: |plan, weight_decay| Plan { weight_decay, ..plan },
};

impl Experiment for WeightDecay {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = super::about::ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        REMEDY.arms(&settings.few_images, &settings.strengths())
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.plan.iterations as u64
    }

    fn trial(_: &Settings, arm: &Arm, trial: &Trial) -> Curves {
        arm.plan.train(&trial.data().test, trial)
    }
}
