//! The choice of the learning rates of `mini_batches` and `learning_rate_decay`, on seeds that no claim
//! uses and without test images.
//!
//! `cargo run -p experiments --example rate_choice -- mini_batches` (or `learning_rate_decay`) takes some
//! minutes.

use datasets::{Dataset, Samples};
use experiments::learning_rate_decay::{LearningRateDecay, Way, trained};
use experiments::mini_batches::{Arm, Batches};
use lab::cli::default_settings;
use lab::experiment::Experiment;
use training::backend::Backend;
use training::statistics::mean;
use training::subset::shuffled;
use training::trial::Trial;

/// The seeds of the claims start at 0.
const SEEDS: [u64; 3] = [100, 101, 102];

fn main() {
    let data = Dataset::mnist().expect("the built-in MNIST");
    let name = std::env::args().nth(1).unwrap_or_default();
    match name.as_str() {
        "mini_batches" => mini_batches(&data),
        "learning_rate_decay" => learning_rate_decay(&data),
        _ => {
            eprintln!("expected: mini_batches or learning_rate_decay");
            std::process::exit(2)
        }
    }
}

/// The mean over the seeds of what `measure` returns.
fn over_seeds(data: &Dataset, measure: impl Fn(&Trial) -> f64) -> f64 {
    let of_seed = |seed| {
        let device = Backend::default_compiled().device().expect("flex is compiled in by default");
        measure(&Trial::new(seed, device).with_data(data))
    };
    mean(&SEEDS.map(of_seed))
}

/// The passes over the training images until the loss on them is low enough, for each way to draw them.
/// Drawn without replacement, they get the learning rate of those drawn with replacement.
fn mini_batches(data: &Dataset) {
    let arms = Batches::arms(&default_settings::<Batches>());
    let learns = |arm: &Arm| *arm != Arm::Noise && !arm.to_string().contains("without");
    for arm in arms.into_iter().filter(learns) {
        let rates: [f64; 4] = match arm.to_string().as_str() {
            "10 with replacement" => [0.05, 0.1, 0.2, 0.5],
            "100 with replacement" => [0.1, 0.2, 0.5, 1.0],
            "100 in the order of the classes" => [0.05, 0.1, 0.2, 0.5],
            _ => [0.2, 0.5, 1.0, 2.0],
        };
        let passes = rates.map(|rate| {
            let mut settings = default_settings::<Batches>();
            settings.learning_rates.fill(rate);
            let images = settings.images as f64;
            over_seeds(data, |trial| {
                let measured = Batches::trial(&settings, &arm, trial);
                let progress = measured.progress().expect("an arm that learns");
                match progress.reached {
                    true => progress.images.last().map_or(f64::NAN, |&n| n as f64 / images),
                    false => f64::INFINITY,
                }
            })
        });
        println!("{arm}: {passes:.2?} passes at η = {rates:?}");
    }
}

/// The loss on 10,000 images that are neither training nor test images, for each way to lower the learning
/// rate.
fn learning_rate_decay(data: &Dataset) {
    for arm in LearningRateDecay::arms(&default_settings::<LearningRateDecay>()) {
        let rates: [f64; 5] = match (arm.way, arm.batch_size) {
            (Way::Sgd(_), 100) => [0.1, 0.2, 0.5, 1.0, 2.0],
            (Way::Sgd(_), _) => [0.05, 0.1, 0.2, 0.5, 1.0],
            (Way::AdaGrad | Way::AdaGradInverseTime, _) => [0.01, 0.02, 0.05, 0.1, 0.2],
        };
        let losses = rates.map(|rate| {
            let mut settings = default_settings::<LearningRateDecay>();
            settings.learning_rates.fill(rate);
            over_seeds(data, |trial| {
                let (trainer, _) = trained(&settings, arm, trial);
                let all = shuffled(trial);
                let held_out = all.range(all.len() - 10_000..all.len()).expect("60,000 images");
                trainer.mean_loss(&held_out.into_validation())
            })
        });
        println!("{arm}: validation loss {losses:.4?} at a first η of {rates:?}");
    }
}
