//! One trial: a network learns some images by SGD; its accuracies at the end show how far it overfits.

use lab::experiment::{About, Experiment};
use training::epochs::{Arm, Curves};
use training::flags::{InvalidValue, each_once};
use training::needs::{Needs, NetworkSize};
use training::trial::Trial;

use super::settings::Settings;
use super::sweep::{name, sweeps};

/// The experiment.
pub struct Overfitting;

impl Experiment for Overfitting {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Curves;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--numbers-of-images", &settings.numbers_of_images)?;
        each_once("--widths", &settings.widths)?;
        each_once("--depths", &settings.depths)?;
        each_once("--scales", &settings.scales)
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { images, width, depth, batch_size, .. } = *settings;
        let largest = |list: &[usize]| list.iter().copied().max().unwrap_or(1);
        let network = |width, depth, flag| {
            NetworkSize::new(&vec![width; depth], batch_size).flags([flag, "--batch-size"])
        };
        Needs::default()
            .images(&[("--images", images)])
            .images(&[("--numbers-of-images", largest(&settings.numbers_of_images))])
            .network(network(width, depth.max(largest(&settings.depths)), "--width"))
            .network(network(largest(&settings.widths), depth, "--widths"))
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let plans = sweeps(settings).into_iter().flat_map(|sweep| sweep.plans);
        let mut arms: Vec<Arm> = Vec::new();
        for (_, plan) in plans {
            let arm = Arm { name: name(&plan), plan };
            if !arms.contains(&arm) {
                arms.push(arm);
            }
        }
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
