//! One trial: a network with or without batch normalization learns a thousand images by SGD.

use std::fmt;

use extensions::initializers::Normal;
use lab::experiment::{About, Experiment};
use training::classifier::{initial_mlp, shape};
use training::flags::InvalidValue;
use training::needs::{Needs, NetworkSize};
use training::optimizers::sgd;
use training::subset::shuffled;
use training::trainer::Trainer;
use training::trial::Trial;

use super::measured::Measured;
use super::normalization::as_in_the_book;
use super::settings::Settings;

/// The experiment.
pub struct BatchNorm;

/// A network, with or without batch normalization.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// The standard deviation of the initial weights.
    pub(super) scale: f64,
    /// Whether the hidden layers normalize their weighted sums.
    pub(super) batch_norm: bool,
    /// Whether each seed draws its own images; otherwise they are the book's.
    pub(super) drawn: bool,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let network = if self.batch_norm { "batch normalization" } else { "plain" };
        let images = if self.drawn { ", drawn images" } else { "" };
        write!(f, "{network}, std {}{images}", two_digits(self.scale))
    }
}

/// A number up to 1 with two significant digits.
pub(super) fn two_digits(x: f64) -> String {
    let decimals = (1.0 - x.log10().floor()).max(0.0) as usize;
    match decimals {
        _ if x == 1.0 => "1".into(),
        0..=20 => format!("{x:.decimals$}"),
        _ => format!("{x:.1e}"),
    }
}

impl Experiment for BatchNorm {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        match settings.smallest_scale {
            scale if scale < 1.0 => Ok(()),
            scale => Err(format!("--smallest-scale {scale}: allowed: below 1").into()),
        }
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { images, hidden, batch_size, epochs, .. } = settings;
        Needs::default()
            .images(&[("--images", *images)])
            .network(NetworkSize::new(hidden, *batch_size).batch_norm())
            .keeps("--epochs", *epochs, Self::arms(settings).len())
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let both =
            |(scale, drawn)| [true, false].map(|batch_norm| Arm { scale, batch_norm, drawn });
        let book = settings.scales().into_iter().map(|scale| (scale, false));
        let ours = settings.scales_around_he().into_iter().map(|scale| (scale, true));
        book.chain(ours).flat_map(both).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        (settings.epochs * settings.steps_per_epoch()) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let all = if arm.drawn { shuffled(trial) } else { trial.data().training.clone() };
        let images = all.first(settings.images).expect("check_images has counted");
        let device = trial.autodiff();
        let network = shape(&settings.hidden, &images).with_batch_norm(arm.batch_norm);
        let model = initial_mlp(&network, &Normal { std: arm.scale }, trial.seed, &device);
        let model = as_in_the_book(model, settings.epsilon, &device);
        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);

        let mut measured =
            Measured { accuracies: vec![trainer.accuracy(&images)], diverged_in: None };
        for epoch in 1..=settings.epochs {
            let losses = trainer.run(&images, settings.steps_per_epoch(), trial);
            if losses.diverged_at.is_some() {
                measured.diverged_in = Some(epoch);
                break;
            }
            measured.accuracies.push(trainer.accuracy(&images));
        }
        measured
    }

    fn fits(settings: &Settings, _: &Arm, measured: &Measured) -> bool {
        measured.fits(settings.epochs)
    }
}
