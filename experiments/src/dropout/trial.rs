//! One trial: a network learns few images by SGD, with dropout or without.

use lab::experiment::{About, Experiment};
use training::epochs::{Arm, Curves, Plan};
use training::flags::{InvalidValue, each_once};
use training::needs::{Needs, NetworkSize};
use training::remedy::{Comparison, Remedy};
use training::shown;
use training::trial::Trial;

use super::settings::Settings;

/// The experiment.
pub struct Dropout;

/// Each activation is multiplied by 0 with probability `ratio`, otherwise by 1 / (1 − `ratio`).
pub(super) const REMEDY: Remedy =
    Remedy { name: "dropout", strength: "ratio", apply: |plan, dropout| Plan { dropout, ..plan } };

/// What is compared.
pub(super) fn comparison(settings: &Settings) -> Comparison {
    let Settings { few_images, epochs, ratio: strength, our_ratio: our_strength, .. } = settings;
    Comparison {
        remedy: REMEDY,
        epochs: *epochs,
        book: few_images.book(*epochs),
        strength: *strength,
        range: settings.range.clone(),
        ours: few_images.ours(&settings.ours()),
        our_strength: *our_strength,
    }
}

/// The arms with weight decay at our own setting: alone, and together with dropout.
pub(super) fn with_decay(settings: &Settings) -> [Arm; 2] {
    let Settings { our_ratio, our_weight_decay: weight_decay, .. } = *settings;
    let [ratio, lambda] = [our_ratio, weight_decay].map(shown::number);
    [
        (format!("ours, λ = {lambda}"), 0.0),
        (format!("ours, ratio = {ratio} and λ = {lambda}"), our_ratio),
    ]
    .map(|(name, dropout)| {
        let ours = comparison(settings).ours.without_curve();
        Arm { name, plan: Plan { weight_decay, dropout, ..ours } }
    })
}

impl Experiment for Dropout {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let not_0 = |flag: &str, ratio: f64| match ratio {
            0.0 => Err(format!("{flag} 0 is no dropout; allowed: above 0 and below 1").into()),
            _ => Ok(()),
        };
        each_once("--range", &settings.range)?;
        not_0("--ratio", settings.ratio).and(not_0("--our-ratio", settings.our_ratio))
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { few_images: book, epochs, our_images, our_hidden, .. } = settings;
        let network = |hidden| NetworkSize::new(hidden, book.batch_size).dropout();
        Needs::default()
            .images(&[("--images", book.images)])
            .images(&[("--our-images", *our_images)])
            .network(network(&book.hidden))
            .network(network(our_hidden).flags(["--our-hidden", "--batch-size"]))
            .keeps("--epochs", epochs / book.evaluate_every, 12)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let mut arms = comparison(settings).arms();
        arms.extend(with_decay(settings));
        arms
    }

    fn steps(_: &Settings, arm: &Arm) -> u64 {
        arm.plan.iterations as u64
    }

    fn trial(_: &Settings, arm: &Arm, trial: &Trial) -> Curves {
        arm.plan.train(&trial.data().test, trial)
    }

    fn fits(_: &Settings, arm: &Arm, measured: &Curves) -> bool {
        arm.plan.fits(measured)
    }
}
