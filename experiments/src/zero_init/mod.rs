//! Weights that start alike · 초기값을 0으로 하면: I2.
//!
//! Neurons of a layer that start with the same weights get the same gradient, so they stay the same:
//! the layer is worth one neuron, however many it has.

use std::collections::HashSet;

use clap::Args;
use extensions::initializers::{Constant, He, Initializer};
use figures::{Axis, Bar, Figure, Ink, Mark, Panel};
use models::Mlp;
use serde::{Deserialize, Serialize};

use lab::curves::{drawn_over_seeds, legend};
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::table::{Table, percent};
use lab::verdict::{Claim, claim};
use training::classifier::{initial_mlp, shape};
use training::flags::{batch_size, count, positive, width};
use training::optimizers::sgd;
use training::statistics::mean;
use training::trainer::Trainer;
use training::trial::Trial;

#[cfg(test)]
mod tests;

/// The experiment.
pub struct ZeroInit;

/// Our settings: the book argues this without a script.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (ours: the book has no script for it)")]
pub struct Settings {
    /// The one value that all weights of the arm "all equal" start with (I2)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub equal: f64,

    /// Neurons of each hidden layer, separated by commas (I2)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100")]
    pub hidden: Vec<usize>,

    /// SGD's learning rate η (I2)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Training steps (I2)
    #[arg(long, value_parser = count, default_value = "1000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (I2)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,
}

/// What a trial measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// How many different neurons each hidden layer has before training, by their incoming weights and
    /// biases: 1 where all are alike.
    pub distinct_before: Vec<usize>,
    /// The same, after training.
    pub distinct_after: Vec<usize>,
    /// The fraction of the test images that end in their class.
    pub test_accuracy: f64,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

/// How many neurons of each hidden layer differ in their incoming weights or bias by more than
/// rounding: a kernel may sum one column in another order than its neighbour, so weights count as
/// the same where they agree to 1e-4 of the layer's largest.
fn distinct_neurons(mlp: &Mlp) -> Vec<usize> {
    let count = |layer: &models::Hidden| {
        let weight: Vec<f32> = layer.linear.weight.val().into_data().iter().collect();
        let bias = layer.linear.bias.as_ref().map(|bias| bias.val().into_data().iter().collect());
        let bias: Vec<f32> = bias.unwrap_or_default();
        let outputs = layer.outputs();
        let largest = weight.iter().chain(&bias).fold(0.0f32, |a, w| a.max(w.abs()));
        let unit = if largest > 0.0 { 1e-4 * largest } else { 1.0 };
        let neuron = |j: usize| -> Vec<i64> {
            let incoming = weight.iter().skip(j).step_by(outputs).chain(bias.get(j));
            incoming.map(|w| (w / unit).round() as i64).collect()
        };
        // Neighbours on the grid of rounded values are the same neuron too.
        let mut seen: Vec<Vec<i64>> = Vec::new();
        let mut exact: HashSet<Vec<i64>> = HashSet::new();
        for j in 0..outputs {
            let neuron = neuron(j);
            let alike =
                |other: &Vec<i64>| other.iter().zip(&neuron).all(|(a, b)| (a - b).abs() <= 1);
            if !exact.contains(&neuron) && !seen.iter().any(alike) {
                exact.insert(neuron.clone());
                seen.push(neuron);
            }
        }
        seen.len()
    };
    mlp.hidden.iter().map(count).collect()
}

const ARMS: [&str; 3] = ["all zero", "all equal", "He"];

/// What the experiment is about.
const ABOUT: About = About {
    name: "zero_init",
    title: "Weights that start alike · 초기값을 0으로 하면",
    about: "All-zero, all-equal and random initial weights: how many different neurons each layer has before and after training, and how well the network does.",
    shows: "neurons that start alike stay alike",
    statements: &["I2"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for ZeroInit {
    type Settings = Settings;
    type Arm = &'static str;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(_: &Settings) -> Vec<&'static str> {
        ARMS.to_vec()
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &&'static str, trial: &Trial) -> Measured {
        let data = trial.data();
        let initializer: &dyn Initializer = match *arm {
            "all zero" => &Constant(0.0),
            "all equal" => &Constant(settings.equal as f32),
            _ => &He,
        };
        let network = shape(&settings.hidden, &data.training);
        let model = initial_mlp(&network, initializer, trial.seed, &trial.autodiff());
        let distinct_before = distinct_neurons(&model);
        let (rate, batch) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch, trial.seed, &trial.autodiff());
        let diverged_at = trainer.run(&data.training, settings.iterations, trial).diverged_at;
        let distinct_after = distinct_neurons(trainer.model());
        let test_accuracy = trainer.accuracy(&data.test);
        Measured { distinct_before, distinct_after, test_accuracy, diverged_at }
    }
}

impl View for ZeroInit {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let layers = record.settings.hidden.len();
        let of =
            |arm: &str, layer: usize| mean(&record.values(arm, |m| m.distinct_after[layer] as f64));
        let neurons = (0..layers).map(|layer| {
            let bar = |(i, arm): (usize, &&str)| Bar::grouped(i, layer, layers, of(arm, layer));
            Mark::bars(
                format!("hidden layer {}", layer + 1),
                Ink::Series(layer),
                ARMS.iter().enumerate().map(bar),
            )
        });
        let names = ARMS.map(|arm| legend(arm, record.arm(arm).map(|m| m.diverged_at)));
        let accuracy = |(i, arm): (usize, &&str)| {
            let values = record.values(arm, |m| m.test_accuracy);
            let (low, high) = (
                values.iter().copied().fold(1.0, f64::min),
                values.iter().copied().fold(0.0, f64::max),
            );
            Bar::grouped(i, 0, 1, mean(&values)).error(low, high)
        };
        let figure = Figure::new("Neurons that start alike stay alike")
            .subtitle(format!("after {} steps; {}", record.settings.iterations, drawn_over_seeds(record, "bar", "error bar of the accuracy")))
            .alt("From all-zero and all-equal weights each hidden layer still has one distinct neuron after training; from He weights all differ.")
            .grid(2, 330.0, 260.0)
            .panel(Panel::new("different neurons after training").x(Axis::categories(&names).label("initial weights")).y(Axis::new("neurons")).with_all(neurons))
            .panel(Panel::new("test accuracy").x(Axis::categories(&names).label("initial weights")).y(Axis::new("accuracy").range(0.0, 1.0)).with(Mark::bars("", Ink::Series(2), ARMS.iter().enumerate().map(accuracy))));
        vec![("zero_init", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table =
            Table::new(["initial weights", "different neurons before", "after", "test accuracy"]);
        for arm in &record.arms {
            let first = &arm.trials[0].measured;
            let list = |counts: &[usize]| {
                counts.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
            };
            let diverged = record.arm(&arm.name).map(|m| m.diverged_at);
            table.row([
                legend(&arm.name, diverged),
                list(&first.distinct_before),
                list(&first.distinct_after),
                percent(mean(&record.values(&arm.name, |m| m.test_accuracy))),
            ]);
        }
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        // The weights of a network that diverged are no numbers: it has no neurons to tell apart.
        let diverged = |arm: &&&str| record.arm(arm).any(|m| m.diverged_at.is_some());
        let missing =
            ARMS.iter().find(diverged).map_or(String::new(), |arm| format!("{arm} diverged"));
        let open =
            |sentence: &str| claim("I2", sentence).at_our_setting().lacking(missing.as_str());
        let most = |arm: &str| {
            let layers = record.arm(arm).flat_map(|m| m.distinct_after.iter().copied());
            layers.max().unwrap_or(usize::MAX)
        };
        let mut claims: Vec<Claim> = ["all zero", "all equal"]
            .into_iter()
            .map(|arm| {
                open(&format!("from {arm} weights every hidden layer is still one neuron after training (most in any layer, at any seed)"))
                    .because("identical updates cannot tell neurons apart; a second one would refute it")
                    .is("1", most(arm) as f64, most(arm) == 1)
            })
            .collect();
        let fewest = record.arm("He").zip(std::iter::repeat(&record.settings.hidden));
        let fewest = fewest.flat_map(|(m, widths)| {
            m.distinct_after.iter().zip(widths).map(|(&d, &w)| d as f64 / w as f64)
        });
        let share = fewest.fold(f64::INFINITY, f64::min);
        claims.push(
            open(
                "from random weights all neurons differ (smallest share in any layer, at any seed)",
            )
            .because("the control: the same training tells them apart when they start apart")
            .is("1", share, share == 1.0),
        );
        let gap = record.differences("He", "all equal", |m| m.test_accuracy);
        claims.push(
            open("random weights end at a higher test accuracy than all-equal ones (difference)")
                .because("at 0 the many neurons would be worth no more than one")
                .above(0.0, &gap),
        );
        claims
    }
}
