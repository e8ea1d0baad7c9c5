//! Optimizer comparison · 옵티마이저 비교: O6 on MNIST.
//!
//! The same network, from the same weights and on the same mini-batches, under each optimizer. At
//! the book's learning rates the other three learn faster than SGD (O6): after the same number of
//! steps their loss has come further down.
//!
//! That is said of these rates as much as of the methods, and the book's for SGD is small. With
//! α = 0.9 Momentum's steps in a steady direction add up to 1/(1 − α) = 10 times η ∂L/∂W; and SGD at
//! η 0.1 ends where Momentum at 0.01 does: losses of 0.075 and 0.073, means of seeds 0 to 7, which
//! tell neither ahead (`--optimizers SGD,Momentum --learning-rates SGD=0.1`).

use clap::Args;
use extensions::initializers::He;
use serde::{Deserialize, Serialize};

use crate::shared::losses::{ends, loss_figure};
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, number, percent};
use lab::verdict::{Claim, claim};
use training::classifier::{initial_mlp, shape};
use training::flags::{batch_size, count, non_negative, width};
use training::losses::{LAST, ending_loss};
use training::optimizers::{LearningRates, compared_names, named, optimizer_name};
use training::run::Run;
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

#[cfg(test)]
mod tests;

/// The experiment.
pub struct OptimizerComparison;

/// The book's settings (section 6.1.8).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Training steps (O6)
    #[arg(long, value_parser = count, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (O6)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (O6)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,

    /// Weight decay λ, an L2 penalty on the weights (O6)
    #[arg(long, value_parser = non_negative, default_value = "0")]
    pub weight_decay: f64,

    /// Which optimizers, by name, separated by commas; Nesterov and RMSprop may join (O6)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = compared_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η, per optimizer: SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001 are the
    /// book's, Nesterov=0.01,RMSprop=0.001 ours; those not named keep theirs (O6)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,
}

fn rates(text: &str) -> Result<LearningRates, training::flags::InvalidValue> {
    LearningRates::parse(text, |named| named.mnist_rate)
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "optimizer_comparison",
    title: "Optimizer comparison · 옵티마이저 비교",
    about: "Four optimizers train the same network on MNIST, from the same weights and on the same \
     mini-batches: how far each brings the loss down.",
    shows: "the loss on MNIST under four optimizers",
    statements: &["O6"],
    seeds: 8,
    needs_data: true,
};

impl Experiment for OptimizerComparison {
    type Settings = Settings;
    type Arm = String;
    type Measured = Run;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<String> {
        settings.optimizers.clone()
    }

    fn steps(settings: &Settings, _: &String) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &String, trial: &Trial) -> Run {
        let network = shape(&settings.hidden, &trial.data().training);
        let device = trial.autodiff();
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let optimizer = (named(arm).expect("a name from the list").build)(settings.weight_decay);
        let rate = settings.learning_rates.of(arm);
        let trainer =
            Trainer::new(model, optimizer, rate, settings.batch_size, trial.seed, &device);
        Run::of(trainer, settings.iterations, trial)
    }
}

impl View for OptimizerComparison {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        // The book's axis, from 0 to 1.
        let figure = loss_figure("How fast each optimizer learns MNIST", record, 1.0, []).alt(
            format!("Loss against iteration for each optimizer. It ends for {}.", ends(record)),
        );
        vec![("optimizer_comparison", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let loss = ending_loss(record.settings.iterations);
        let mut table = Table::new(["optimizer", "η", &loss, "test accuracy"]);
        for arm in &record.arms {
            let values = |number: fn(&Run) -> f64| mean(&record.values(&arm.name, number));
            table.row([
                arm.name.clone(),
                record.settings.learning_rates.of(&arm.name).to_string(),
                number(values(|measured| measured.losses.last(LAST))),
                percent(values(|measured| measured.test_accuracy)),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        ["Momentum", "AdaGrad", "Adam"]
            .into_iter()
            .map(|name| {
                let gap = record.differences("SGD", name, |measured| measured.losses.last(LAST));
                claim("O6", format!("SGD's loss ends above {name}'s (difference)"))
                    .because("at 0 both have learned equally far on the same mini-batches")
                    .mind(if name == "Momentum" { AT_THESE_RATES } else { "" })
                    .lacking(record.missing(["SGD", name]))
                    .above(0.0, &gap)
            })
            .collect()
    }
}

/// How far the claims go; said beside one of them.
const AT_THESE_RATES: &str = "What is compared is where the loss ends after the same number of steps, \
    each optimizer at one learning rate. The book's for SGD is small: where gradients agree, Momentum \
    with α 0.9 steps ten times as far at the same η. SGD at η 0.1 ends about where Momentum at 0.01 does \
    (--learning-rates SGD=0.1 shows it).";
