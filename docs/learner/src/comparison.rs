//! Burn's `Learner` and `training::trainer::Trainer`, the loop of the experiments, side by side.

use std::error::Error;
use std::path::Path;

use burn::optim::AdamConfig;
use burn::tensor::Device;
use datasets::{Dataset, Samples};
use training::accuracy::accuracy;
use training::trainer::Trainer;

use crate::data::BATCH_SIZE;
use crate::renderer::EpochLines;
use crate::{LEARNING_RATE, Settings, train};

/// The test accuracies of two networks from the same initial weights: one trained by Burn's `Learner`, the
/// other by the experiments' `Trainer`, with the same images, optimizer, learning rate and number of updates.
pub fn accuracies(
    settings: &Settings,
    mnist: &Dataset,
    folder: &Path,
) -> Result<[f64; 2], Box<dyn Error>> {
    let device = Device::default();
    let quiet = Box::new(EpochLines::quiet());
    let learned = train(settings, mnist, folder, Some(quiet))?.model.mlp;

    let (training, _) = settings.images(mnist)?;
    let autodiff = device.clone().autodiff();
    let mut trainer = Trainer::new(
        settings.network(&autodiff),
        AdamConfig::new().init(),
        LEARNING_RATE,
        BATCH_SIZE,
        settings.seed,
        &autodiff,
    );
    for _ in 0..updates(settings, training.len()) {
        trainer.step(&training);
    }
    Ok([accuracy(&learned, &mnist.test, &device), trainer.accuracy(&mnist.test)])
}

/// How often the `Learner` updates the weights: once for each mini-batch, the last of an epoch being smaller.
fn updates(settings: &Settings, images: usize) -> usize {
    settings.epochs as usize * images.div_ceil(BATCH_SIZE)
}

/// Prints the accuracies for as many seeds as asked, and their mean difference.
pub fn print(settings: &Settings, seeds: u64, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mnist = Dataset::mnist()?;
    let images = settings.images(&mnist)?.0.len();
    println!("{images} images, {} updates", updates(settings, images));
    println!("seed  Learner  Trainer  difference");
    let mut differences = Vec::new();
    for seed in settings.seed..settings.seed + seeds {
        let settings = Settings { seed, ..settings.clone() };
        let [learner, trainer] = accuracies(&settings, &mnist, folder)?.map(|share| 100.0 * share);
        differences.push(learner - trainer);
        println!("{seed:>4}  {learner:>7.2}  {trainer:>7.2}  {:>+10.2}", learner - trainer);
    }
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|d| (d - mean).powi(2)).sum();
    println!("mean difference {mean:+.2}, standard deviation {:.2}", (squares / (n - 1.0)).sqrt());
    Ok(())
}
