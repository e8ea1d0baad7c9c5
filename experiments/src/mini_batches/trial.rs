//! One trial: learn until the loss on all training images is low enough.

use std::fmt;

use extensions::initializers::He;
use extensions::random::Purpose;
use lab::experiment::{About, Experiment};
use training::classifier::{initial_mlp, shape};
use training::flags::InvalidValue;
use training::mini_batches::{Drawing, MiniBatches, Progress, learn};
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::subset::shuffled;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct Batches;

/// Which images the gradient of each step is computed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm(pub(super) Drawing);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Drawing::All => f.write_str("all images"),
            Drawing::WithReplacement(size) => write!(f, "{size} with replacement"),
            Drawing::WithoutReplacement(size) => write!(f, "{size} without replacement"),
            Drawing::ByClass(size) => write!(f, "{size} in the order of the classes"),
        }
    }
}

impl Experiment for Batches {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Progress;

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
        Needs::default()
            .images(&[("--images", *images)])
            .network(
                NetworkSize::new(hidden, largest)
                    .evaluated_on(*images)
                    .flags(["--hidden", "--batch-sizes"]),
            )
            .images_in_tensors(*images)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let both =
            |&size: &usize| [Drawing::WithReplacement(size), Drawing::WithoutReplacement(size)];
        let mut arms = vec![Arm(Drawing::All)];
        arms.extend(settings.batch_sizes.iter().flat_map(both).map(Arm));
        arms.push(Arm(Drawing::ByClass(settings.ordered)));
        arms
    }

    /// At most so many: it stops at the target.
    fn steps(settings: &Settings, arm: &Arm) -> u64 {
        (settings.most_images() / arm.size().unwrap_or(settings.images)) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Progress {
        let samples = shuffled(trial).first(settings.images).expect("check_images has counted");
        let device = trial.autodiff();
        let model = initial_mlp(&shape(&settings.hidden, &samples), &He, trial.seed, &device);
        let rate = settings.learning_rate(arm.0);
        // The mini-batches come from `batches`, so the trainer's own size is not used.
        let trainer = Trainer::new(model, sgd(0.0), rate, 1, trial.seed, &device);
        let batches = MiniBatches::new(arm.0, &samples, trial.stream(Purpose::Batches));
        learn(trainer, batches, &samples, settings.target(), trial)
    }

    fn fits(settings: &Settings, arm: &Arm, measured: &Progress) -> bool {
        let size = arm.size().unwrap_or(settings.images);
        measured.fits(size, settings.images, settings.target())
    }
}

impl Arm {
    /// The size of the mini-batches, unless they are all images.
    pub(super) fn size(self) -> Option<usize> {
        match self.0 {
            Drawing::All => None,
            Drawing::WithReplacement(size)
            | Drawing::WithoutReplacement(size)
            | Drawing::ByClass(size) => Some(size),
        }
    }
}
