//! Initial weights compared · 가중치 초기값 비교: I8 on MNIST.
//!
//! One ReLU network, from the same normal draws at three scales. Where the activations spread evenly
//! from layer to layer, learning is efficient (I8): std 0.01 does not learn, Xavier and He do, and He,
//! which is made for ReLU, learns faster. Xavier is the lecture's form, std 1/√n_in.

use std::fmt;

use clap::Args;
use extensions::initializers::{Initializer, Normal};
use figures::Mark;
use serde::{Deserialize, Serialize};

use crate::shared::losses::{ends, loss_figure};
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, number, percent};
use lab::verdict::{Claim, claim};
use training::classifier::{initial_mlp, shape};
use training::flags::{batch_size, count, positive, width};
use training::initializers::{INITIALIZERS, Named};
use training::losses::{LAST, ending_loss};
use training::optimizers::sgd;
use training::run::Run;
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

#[cfg(test)]
mod tests;

/// The experiment.
pub struct WeightInitComparison;

/// The book's settings (section 6.2.4).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// The standard deviation that Xavier and He are compared with (I8)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub std: f64,

    /// SGD's learning rate η (I8)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Training steps (I8)
    #[arg(long, value_parser = count, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (I8)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (I8)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,
}

/// Which weights the network starts with.
#[derive(Clone, Copy)]
pub enum Arm {
    /// Of the same standard deviation in every layer.
    Std(f64),
    /// By a rule of the list: Xavier, He.
    Named(&'static Named),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Std(std) => write!(f, "std {std}"),
            Self::Named(named) => write!(f, "{}", named.name),
        }
    }
}

/// The loss of a network that gives each of MNIST's ten classes the same chance.
fn guessing() -> f64 {
    10f64.ln()
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "weight_init_comparison",
    title: "Initial weights compared · 가중치 초기값 비교",
    about: "The same network learns MNIST from weights of std 0.01, Xavier and He: which ones learn, and \
     how fast.",
    shows: "the loss on MNIST from three initial weights",
    statements: &["I8"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for WeightInitComparison {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Run;

    const ABOUT: About = ABOUT;

    fn arms(settings: &Settings) -> Vec<Arm> {
        let small = Arm::Std(settings.std);
        std::iter::once(small).chain(INITIALIZERS.iter().map(Arm::Named)).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Run {
        let network = shape(&settings.hidden, &trial.data().training);
        let device = trial.autodiff();
        let initializer: &dyn Initializer = match arm {
            Arm::Std(std) => &Normal { std: *std },
            Arm::Named(named) => named.initializer,
        };
        let model = initial_mlp(&network, initializer, trial.seed, &device);
        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);
        Run::of(trainer, settings.iterations, trial)
    }
}

impl View for WeightInitComparison {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let guess = Mark::level("guessing: ln 10", guessing());
        let title = "How a network learns from different initial weights";
        let figure = loss_figure(title, record, 2.6, [guess]).alt(format!(
            "Loss against iteration from different initial weights. It ends for {}. A line \
             marks ln 10, the loss of guessing.",
            ends(record)
        ));
        vec![("weight_init_comparison", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let last = ending_loss(record.settings.iterations);
        let mut table = Table::new(["initial weights", "mean loss", &last, "test accuracy"]);
        for arm in &record.arms {
            let values = |number: fn(&Run) -> f64| mean(&record.values(&arm.name, number));
            table.row([
                arm.name.clone(),
                number(values(|run| run.losses.mean())),
                number(values(|run| run.losses.last(LAST))),
                percent(values(|run| run.test_accuracy)),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let small = Arm::Std(record.settings.std).to_string();
        let from_guessing = record.values(&small, |run| (run.losses.last(LAST) - guessing()).abs());
        let mut claims = vec![
            claim("I8", format!("{small} does not learn (how far its loss ends from ln 10)"))
                .because("ten equal guesses lose ln 10; 0.05 is 2 % of it, room for uneven classes")
                .below(0.05, &from_guessing),
        ];
        for arm in ["Xavier", "He"] {
            let ends = record.values(arm, |run| run.losses.last(LAST));
            claims.push(
                claim("I8", format!("{arm} learns (its loss at the end)"))
                    .because(
                        "half of ln 10: the right class has a chance of 1/√10 in place of 1/10",
                    )
                    .below(guessing() / 2.0, &ends),
            );
        }
        let lead = record.differences("Xavier", "He", |run| run.losses.mean());
        claims.push(
            claim(
                "I8",
                "He learns faster than Xavier (Xavier's mean loss over the run, less He's)",
            )
            .because("at 0 both are equally fast on the same mini-batches")
            .above(0.0, &lead),
        );
        claims
    }
}
