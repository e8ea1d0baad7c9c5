//! Batch normalization · 배치 정규화: N1, beyond the slides.
//!
//! Each hidden layer's weighted sums are brought to mean 0 and variance 1 over the mini-batch. From
//! sixteen scales of initial weights, the network with it and the one without learn the same
//! thousand images: with it learning is faster and depends less on the initial weights.
//!
//! What a normalized layer gives does not change with the scale of its weights, but a step of η
//! turns large weights less than small ones. So with batch normalization too large weights learn
//! slowly; at the smallest scales ε is no longer small beside the variance.

use std::fmt;

use burn::module::RunningState;
use burn::tensor::{Device, Tensor};
use clap::Args;
use datasets::{DataError, Dataset};
use extensions::initializers::Normal;
use models::Mlp;
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, percent};
use lab::verdict::Claim;
use training::classifier::{initial_mlp, shape};
use training::flags::{InvalidValue, batch_size, count, positive, width};
use training::optimizers::sgd;
use training::statistics::mean;
use training::trainer::{Trainer, iterations_per_epoch};
use training::trial::Trial;

mod claims;
mod draw;
#[cfg(test)]
mod tests;

/// The experiment.
pub struct BatchNorm;

/// The book's settings (section 6.3.2).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// How many scales of initial weights, from 1 to the smallest, evenly on a log scale (N1)
    #[arg(long, value_parser = count, default_value = "16")]
    pub scales: usize,

    /// The smallest scale: a standard deviation (N1)
    #[arg(long, value_parser = positive, default_value = "0.0001")]
    pub smallest_scale: f64,

    /// SGD's learning rate η (N1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Training images, the first of the training set (N1)
    #[arg(long, value_parser = count, default_value = "1000")]
    pub images: usize,

    /// Epochs (N1)
    #[arg(long, value_parser = count, default_value = "20")]
    pub epochs: usize,

    /// Images in a mini-batch, drawn with replacement (N1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (N1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100,100")]
    pub hidden: Vec<usize>,

    /// ε, added to the variance below the root: the book's; Burn's own default, 0.00001, is more
    /// than the variance itself at the smallest scales (N1)
    #[arg(long, value_parser = positive, default_value = "0.000001")]
    pub epsilon: f64,
}

impl Settings {
    /// The scales: 10⁰ to the smallest, evenly on a log scale.
    fn scales(&self) -> Vec<f64> {
        let step = |i: usize| i as f64 / (self.scales - 1).max(1) as f64;
        (0..self.scales).map(|i| self.smallest_scale.powf(step(i))).collect()
    }

    fn steps_per_epoch(&self) -> usize {
        iterations_per_epoch(self.images, self.batch_size)
    }
}

/// One network: the standard deviation of its initial weights, and whether it normalizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    scale: f64,
    batch_norm: bool,
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let network = if self.batch_norm { "batch normalization" } else { "plain" };
        write!(f, "{network}, std {}", two_digits(self.scale))
    }
}

/// A number below 1 with two significant digits, as the sixteen panels are named.
fn two_digits(x: f64) -> String {
    let decimals = (1.0 - x.log10().floor()).max(0.0) as usize;
    if x == 1.0 { "1".into() } else { format!("{x:.decimals$}") }
}

/// What a training run measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The fraction of the training images that the network puts into their class, before training
    /// and after each epoch, judged as a finished network is: with running statistics. Shorter where
    /// training diverged.
    pub accuracies: Vec<f64>,
    /// The epoch in which the loss became infinite or not a number, if it did.
    pub diverged_in: Option<usize>,
}

/// The accuracy of guessing one of MNIST's ten classes. A network that diverged has no accuracy of
/// its own; guessing is the most that it can be said to do.
const GUESSING: f64 = 0.1;

impl Measured {
    /// The accuracy after the last epoch.
    fn last(&self) -> f64 {
        match (self.diverged_in, self.accuracies.last()) {
            (None, Some(&last)) => last,
            _ => GUESSING,
        }
    }

    /// The mean accuracy after each of so many epochs: the higher, the faster the network learned.
    fn mean(&self, epochs: usize) -> f64 {
        let after = |epoch| self.accuracies.get(epoch).copied().unwrap_or(GUESSING);
        mean(&(1..=epochs).map(after).collect::<Vec<_>>())
    }
}

/// The book's batch normalization, by Burn's: another ε, and running statistics that begin at 0. (At
/// 1, Burn's beginning, a variance of 1e-6 is not seen for a hundred steps.)
fn as_the_book_has_it(mut mlp: Mlp, epsilon: f64, device: &Device) -> Mlp {
    for layer in &mut mlp.hidden {
        let neurons = layer.outputs();
        if let Some(batch_norm) = &mut layer.batch_norm {
            batch_norm.epsilon = epsilon;
            batch_norm.running_var = RunningState::new(Tensor::zeros([neurons], device));
        }
    }
    mlp
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "batch_norm",
    title: "Batch normalization · 배치 정규화",
    about: "Networks with and without batch normalization learn from sixteen scales of initial weights: \
     who learns faster, and who depends on the scale.",
    shows: "with and without, from sixteen scales of initial weights",
    statements: &["N1"],
    // With six seeds the first claim is undecided, and says that about 34 would decide it.
    seeds: 34,
    needs_data: true,
};

impl Experiment for BatchNorm {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        let Settings { smallest_scale, .. } = settings;
        let is_below = *smallest_scale < 1.0;
        is_below
            .then_some(())
            .ok_or_else(|| format!("--smallest-scale {smallest_scale}: allowed: below 1").into())
    }

    fn check_data(settings: &Settings, data: &Dataset) -> Result<(), DataError> {
        data.training.first(settings.images).map(drop)
    }

    fn arms(settings: &Settings) -> Vec<Arm> {
        let both = |scale| [true, false].map(|batch_norm| Arm { scale, batch_norm });
        settings.scales().into_iter().flat_map(both).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        (settings.epochs * settings.steps_per_epoch()) as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Measured {
        let images = trial.data().training.first(settings.images).expect("check_data has looked");
        let device = trial.autodiff();
        let network = shape(&settings.hidden, &images).with_batch_norm(arm.batch_norm);
        let model = initial_mlp(&network, &Normal { std: arm.scale }, trial.seed, &device);
        let model = as_the_book_has_it(model, settings.epsilon, &device);
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
}

impl View for BatchNorm {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        vec![("batch_norm", draw::figure(record).into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "std of the initial weights",
            "plain: mean over epochs",
            "plain: at the end",
            "batch norm.: mean over epochs",
            "batch norm.: at the end",
        ]);
        for scale in record.settings.scales() {
            let mut row = vec![two_digits(scale)];
            for batch_norm in [false, true] {
                let arm = Arm { scale, batch_norm }.to_string();
                let epochs = record.settings.epochs;
                row.push(percent(mean(&record.values(&arm, |measured| measured.mean(epochs)))));
                row.push(percent(mean(&record.values(&arm, Measured::last))));
            }
            table.row(row);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
