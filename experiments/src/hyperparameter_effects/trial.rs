//! One trial: two networks learn with the same hyperparameters, and each is judged on validation data.

use datasets::{DataError, Samples};
use lab::experiment::{About, Experiment};
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, each_once};
use training::needs::{Needs, NetworkSize};
use training::search::tuning::Bench;
use training::statistics::is_share;
use training::subset::shuffled;
use training::trial::Trial;

use super::arm::{Arm, Hyperparameter};
use super::settings::Settings;

/// The experiment.
pub struct HyperparameterEffects;

/// Validation accuracy of two networks that share their hyperparameters and nothing else. One that
/// diverged counts as guessing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Of the network that takes part in choosing the best and the worst value of a hyperparameter.
    pub choosing: f64,
    /// Of the network by which the two are compared.
    pub judging: f64,
    /// Whether training diverged for at least one of the two.
    pub diverged: bool,
}

impl Experiment for HyperparameterEffects {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = super::about::ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        each_once("--compare-units", &settings.compare_units)?;
        each_once("--compare-batch-sizes", &settings.compare_batch_sizes)?;
        each_once("--compare-learning-rates", &settings.compare_learning_rates)?;
        each_once("--compare-weight-decays", &settings.compare_weight_decays)
    }

    fn needs(settings: &Settings) -> Needs {
        let Settings { training_images, validation_images, units, batch_size, depth, .. } =
            *settings;
        let most = |one: usize, others: &[usize]| others.iter().copied().fold(one, usize::max);
        let width = most(units, &settings.compare_units);
        let batch_size = most(batch_size, &settings.compare_batch_sizes);
        Needs::default()
            .images(&[
                ("--training-images", training_images),
                ("--validation-images", validation_images),
            ])
            .network(
                NetworkSize::new(&vec![width; depth], batch_size)
                    .flags(["--units and --compare-units", "--compare-batch-sizes"]),
            )
    }

    /// The arms that change nothing coincide: they are one.
    fn arms(settings: &Settings) -> Vec<Arm> {
        let mut arms: Vec<Arm> = Vec::new();
        for hyperparameter in Hyperparameter::ALL {
            for value in settings.values(hyperparameter) {
                let arm = settings.arm(hyperparameter, value);
                if !arms.contains(&arm) {
                    arms.push(arm);
                }
            }
        }
        arms
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        2 * settings.epochs as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        // No trial has the complement of a small number as its seed, so no other network has its images.
        let of = |seed| accuracy(settings, arm, seed, trial).expect("check_images has counted");
        let [(choosing, one), (judging, other)] = [!trial.seed, trial.seed].map(of);
        Measured { choosing, judging, diverged: one || other }
    }

    fn fits(_: &Settings, _: &Arm, measured: &Measured) -> bool {
        is_share(measured.choosing) && is_share(measured.judging)
    }
}

/// The validation accuracy of a network with the images, the weights and the mini-batches of `seed`, and
/// whether it diverged.
fn accuracy(
    settings: &Settings,
    arm: &Arm,
    seed: u64,
    trial: &Trial,
) -> Result<(f64, bool), DataError> {
    let images = shuffled(&Trial::new(seed, trial.device()).with_data(trial.data()));
    let training = images.first(settings.training_images)?;
    let validation = images.range(settings.training_images..settings.all_images())?;
    let classes = training.classes();
    let bench = Bench {
        training,
        validation: validation.into_validation(),
        // Only the accuracy at the end counts.
        evaluate_every: settings.epochs,
        seed,
        device: trial.autodiff(),
    };
    let (_, measured) =
        bench.tune(&arm.configuration(settings.depth), settings.epochs, || trial.step_done());
    let accuracy = if measured.diverged { 1.0 / classes as f64 } else { measured.score() };
    Ok((accuracy, measured.diverged))
}
