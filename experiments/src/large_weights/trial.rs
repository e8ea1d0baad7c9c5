//! One trial: a network learns few images by SGD; the norm of its weights and its accuracies at the end say
//! whether large weights and overfitting come together.

use extensions::random::{Purpose, Stream};
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::any_number;
use training::epochs::{Curves, ordered};
use training::flags::{InvalidValue, each_once};
use training::needs::{Needs, NetworkSize};
use training::trial::Trial;

use super::arm::Arm;
use super::settings::Settings;

/// The experiment.
pub struct LargeWeights;

/// What a trial measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The initial weights' standard deviation, as a multiple of He's.
    #[serde(with = "any_number")]
    pub initial_scale: f64,
    /// SGD's learning rate η.
    #[serde(with = "any_number")]
    pub learning_rate: f64,
    /// Weight decay λ.
    #[serde(with = "any_number")]
    pub weight_decay: f64,
    /// The accuracies and the norm of all weights at the end.
    #[serde(flatten)]
    pub curves: Curves,
}

impl Experiment for LargeWeights {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--scales", &settings.scales)?;
        each_once("--learning-rates", &settings.learning_rates)?;
        each_once("--weight-decays", &settings.weight_decays)?;
        each_once("--norms", &settings.norms)
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { images, hidden, batch_size, .. } = settings;
        Needs::default()
            .images(&[("--images", *images)])
            .network(NetworkSize::new(hidden, *batch_size))
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let numbers = || 0..settings.networks;
        let held = ordered(settings.norms.iter().copied()).into_iter().map(Arm::Held);
        numbers().map(Arm::Drawn).chain(numbers().map(Arm::DrawnFromHe)).chain(held).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let plan = arm.plan(settings, trial.stream(Purpose::Search));
        let curves = plan.train(&trial.data().test, trial);
        let (initial_scale, learning_rate) = (plan.initial_scale, plan.learning_rate);
        Measured { initial_scale, learning_rate, weight_decay: plan.weight_decay, curves }
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Measured) -> bool {
        // Whatever is drawn, it is trained for as long.
        arm.plan(settings, Stream::new(0, Purpose::Search)).fits(&measured.curves)
    }
}
