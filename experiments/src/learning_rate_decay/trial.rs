//! One trial: train a network with one schedule of learning rates.

use std::fmt;

use burn::optim::ModuleOptimizer;
use extensions::initializers::He;
use extensions::optimizers::AdaGrad;
use fast::optimizers::fast;
use lab::experiment::{About, Experiment};
use models::Mlp;
use serde::{Deserialize, Serialize};
use training::any_number;
use training::classifier::{initial_mlp, shape};
use training::flags::InvalidValue;
use training::losses::Losses;
use training::needs::{Needs, NetworkSize};
use training::optimizers::{sgd, with_decay};
use training::schedule::{self, CONSTANT, SCHEDULES, inverse_time_decay};
use training::statistics::is_share;
use training::subset::shuffled;
use training::trainer::Trainer;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct LearningRateDecay;

/// A way to lower the learning rate, with mini-batches of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Images in a mini-batch.
    pub batch_size: usize,
    /// How the learning rate falls.
    pub way: Way,
}

/// How the learning rate falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// That of SGD falls by the schedule of that name, for all parameters at once.
    Sgd(&'static str),
    /// That of AdaGrad falls for each parameter by itself.
    AdaGrad,
    /// Both: that of AdaGrad, whose η also falls like 1/t.
    AdaGradInverseTime,
}

/// The ways that O7 is about, in the order of `--learning-rates`.
pub const WAYS: [Way; 7] = [
    Way::Sgd(CONSTANT),
    Way::Sgd("step"),
    Way::Sgd("exponential"),
    Way::Sgd("1/t"),
    Way::Sgd("cosine"),
    Way::AdaGrad,
    Way::AdaGradInverseTime,
];

/// [`WAYS`], then SGD with each schedule that the program has added.
pub fn ways() -> Vec<Way> {
    let scheduled = SCHEDULES.iter().map(|schedule| Way::Sgd(schedule.name));
    let added = scheduled.filter(|way| !WAYS.contains(way));
    WAYS.into_iter().chain(added).collect()
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sgd(schedule) => write!(f, "SGD, {schedule}"),
            Self::AdaGrad => f.write_str("AdaGrad"),
            Self::AdaGradInverseTime => f.write_str("AdaGrad, 1/t"),
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, batches of {}", self.way, self.batch_size)
    }
}

/// What a trial measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// The loss of the trained network on the test images; infinite or NaN if training diverged.
    #[serde(with = "any_number")]
    pub test_loss: f64,
    /// The fraction of the test images that it classifies correctly.
    pub test_accuracy: f64,
}

impl Experiment for LearningRateDecay {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let (sizes, of_lecture, all) = (settings.batch_sizes.len(), WAYS.len(), ways().len());
        let given = settings.learning_rates.len();
        if given != sizes * of_lecture && given != sizes * all {
            let or = if all > of_lecture { format!(", or {}", sizes * all) } else { String::new() };
            return Err(format!(
                "--learning-rates has {given} values: allowed: {}, {of_lecture} for each of \
                 --batch-sizes{or}",
                sizes * of_lecture
            )
            .into());
        }
        let Settings { iterations, end, .. } = *settings;
        SCHEDULES.iter().try_for_each(|schedule| schedule.scheduler(iterations, end).map(drop))
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { images, hidden, batch_sizes, iterations, .. } = settings;
        let largest = batch_sizes.iter().copied().max().unwrap_or(1);
        Needs::default()
            .images(&[("--images", *images)])
            .network(NetworkSize::new(hidden, largest).adam().flags(["--hidden", "--batch-sizes"]))
            .keeps("--iterations", *iterations, Self::arms(settings).len())
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let of = |&batch_size| ways().into_iter().map(move |way| Arm { batch_size, way });
        settings.batch_sizes.iter().flat_map(of).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let (trainer, losses) = trained(settings, *arm, trial);
        let test = &trial.data().test;
        let test_loss = trainer.mean_loss(test);
        Measured { losses, test_loss, test_accuracy: trainer.accuracy(test) }
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        measured.losses.fits(settings.iterations) && is_share(measured.test_accuracy)
    }
}

/// A network after training on the trial's own images, and the losses on the way. The images behind these
/// in the order of [`shuffled`] are not used, so that they can validate.
pub fn trained(settings: &Settings, arm: Arm, trial: &Trial) -> (Trainer<Mlp>, Losses) {
    let Settings { iterations, end, .. } = *settings;
    let samples = shuffled(trial).first(settings.images).expect("check_images has counted");
    let rate = settings.first_rate(arm);
    let adagrad = |learning_rate_decay| -> ModuleOptimizer {
        with_decay(fast(AdaGrad { learning_rate_decay, ..AdaGrad::default() }), 0.0)
    };
    let (optimizer, schedule) = match arm.way {
        Way::Sgd(schedule) => (sgd(0.0), schedule),
        Way::AdaGrad => (adagrad(0.0), CONSTANT),
        Way::AdaGradInverseTime => (adagrad(inverse_time_decay(iterations, end)), CONSTANT),
    };
    let schedule = schedule::named(schedule).expect("a name from the list");
    let factors = schedule.factors(iterations, end).expect("check has made its scheduler");
    let device = trial.autodiff();
    let model = initial_mlp(&shape(&settings.hidden, &samples), &He, trial.seed, &device);
    let mut trainer = Trainer::new(model, optimizer, rate, arm.batch_size, trial.seed, &device);
    let rates = factors.into_iter().map(|factor| rate * factor);
    let losses = trainer.run_at(rates, &samples, trial);
    (trainer, losses)
}

impl Settings {
    /// The learning rate that the arm begins at. A schedule that the program has added begins at that of the
    /// constant one, if `--learning-rates` does not have its own.
    pub(super) fn first_rate(&self, arm: Arm) -> f64 {
        let size = self.batch_sizes.iter().position(|&size| size == arm.batch_size);
        let size = size.expect("it is one of the sizes");
        let of_size = self.learning_rates.len() / self.batch_sizes.len();
        let rates = &self.learning_rates[size * of_size..][..of_size];
        let way = ways().iter().position(|&way| way == arm.way).expect("it is one of the ways");
        // The constant schedule is the first.
        rates.get(way).copied().unwrap_or(rates[0])
    }
}
