//! One trial: a network learns few images by SGD, with weight decay or without.

use lab::experiment::{About, Experiment};
use training::epochs::{Arm, Curves, Plan};
use training::flags::{InvalidValue, each_once};
use training::needs::{Needs, NetworkSize};
use training::remedy::{Comparison, Remedy};
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

/// What is compared.
pub(super) fn comparison(settings: &Settings) -> Comparison {
    let Settings {
        few_images, epochs, weight_decay: strength, our_weight_decay: our_strength, ..
    } = settings;
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

impl Experiment for WeightDecay {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--range", &settings.range)
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { few_images: book, epochs, our_images, our_hidden, .. } = settings;
        Needs::default()
            .images(&[("--images", book.images)])
            .images(&[("--our-images", *our_images)])
            .network(NetworkSize::new(&book.hidden, book.batch_size))
            .network(
                NetworkSize::new(our_hidden, book.batch_size)
                    .flags(["--our-hidden", "--batch-size"]),
            )
            .keeps("--epochs", epochs / book.evaluate_every, 12)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        comparison(settings).arms()
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
