//! One trial: learn until the loss on all training images is low enough, or measure the gradient noise at
//! the beginning.

use std::fmt;

use extensions::initializers::He;
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::classifier::{initial_mlp, shape};
use training::flags::InvalidValue;
use training::mini_batches::{Drawing, MiniBatches, Progress, learn};
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::subset::shuffled;
use training::trainer::Trainer;
use training::trial::Trial;

use super::noise::{self, Gradients, MINI_BATCHES};
use super::settings::Settings;

/// The experiment.
pub struct Batches;

/// What a trial measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// What learning costs, by which images the gradient of each step is computed on.
    Learning(Drawing),
    /// How inexact the gradients of mini-batches are.
    Noise,
}

/// The name of [`Arm::Noise`].
pub const NOISE: &str = "gradient noise";

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Learning(Drawing::All) => f.write_str("all images"),
            Self::Learning(Drawing::WithReplacement(size)) => write!(f, "{size} with replacement"),
            Self::Learning(Drawing::WithoutReplacement(size)) => {
                write!(f, "{size} without replacement")
            }
            Self::Learning(Drawing::ByClass(size)) => {
                write!(f, "{size} in the order of the classes")
            }
            Self::Noise => f.write_str(NOISE),
        }
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Measured {
    /// How the loss fell.
    Learning(Progress),
    /// How inexact the gradients of mini-batches are, for each size.
    Noise {
        /// In the order of [`Settings::noise_sizes`].
        noise: Vec<Gradients>,
    },
}

impl Measured {
    /// How the loss fell, if the trial learned.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Self::Learning(progress) => Some(progress),
            Self::Noise { .. } => None,
        }
    }

    /// How inexact the gradients of mini-batches are; nothing if the trial learned.
    pub fn noise(&self) -> &[Gradients] {
        match self {
            Self::Learning(_) => &[],
            Self::Noise { noise } => noise,
        }
    }
}

impl Experiment for Batches {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let Settings { batch_sizes: sizes, learning_rates: rates, ordered, .. } = settings;
        if rates.len() != sizes.len() + 2 {
            let (given, needed) = (rates.len(), sizes.len() + 2);
            return Err(format!(
                "--learning-rates has {given} values: allowed: {needed}, one for each of --batch-sizes and \
                 two more"
            )
            .into());
        }
        match sizes.contains(ordered) {
            true => Ok(()),
            false => Err(format!("--ordered {ordered}: allowed: one of --batch-sizes").into()),
        }
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { images, hidden, batch_sizes, .. } = settings;
        let largest = batch_sizes.iter().copied().fold(*images, usize::max);
        let network = NetworkSize::new(hidden, largest)
            .evaluated_on(*images)
            .flags(["--hidden", "--batch-sizes"]);
        Needs::default()
            .images(&[("--images", *images)])
            // For the noise: the exact gradient, the sum of the others, one of them as a list, and two
            // products or differences.
            .network(NetworkSize { for_each_parameter: 5, ..network })
            .images_in_tensors(*images)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        settings.drawings().into_iter().map(Arm::Learning).chain([Arm::Noise]).collect()
    }

    /// A trial that learns takes at most so many: it stops at the target.
    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        let steps = match arm {
            Arm::Learning(drawing) => settings.most_images() / settings.size(*drawing),
            Arm::Noise => 1 + MINI_BATCHES * settings.noise_sizes().len(),
        };
        steps as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let samples = shuffled(trial).first(settings.images).expect("check_images has counted");
        let device = trial.autodiff();
        let model = initial_mlp(&shape(&settings.hidden, &samples), &He, trial.seed, &device);
        let Arm::Learning(drawing) = *arm else {
            let noise = noise::measure(&settings.noise_sizes(), &model, &samples, trial);
            return Measured::Noise { noise };
        };
        let rate = settings.learning_rate(drawing);
        // The mini-batches come from `batches`, so the trainer's own size is not used.
        let trainer = Trainer::new(model, sgd(0.0), rate, 1, trial.seed, &device);
        let batches = MiniBatches::new(drawing, &samples, trial.stream(Purpose::Batches));
        Measured::Learning(learn(trainer, batches, &samples, settings.target(), trial))
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Measured) -> bool {
        match (arm, measured) {
            (Arm::Learning(drawing), Measured::Learning(progress)) => {
                progress.fits(settings.size(*drawing), settings.images, settings.target())
            }
            (Arm::Noise, Measured::Noise { noise }) => {
                let sizes = settings.noise_sizes();
                noise.len() == sizes.len()
                    && noise.iter().zip(sizes).all(|(gradients, size)| gradients.fits(size))
            }
            _ => false,
        }
    }
}
