//! The two-layer network · 2층 신경망: N2, the network of the book's chapters 4 and 5.
//!
//! One hidden layer of 50 sigmoid neurons learns all of MNIST by plain SGD. It does not overfit:
//! training and test accuracy rise together.

use clap::Args;
use datasets::Samples;
use extensions::initializers::Normal;
use figures::{Axis, Figure, Ink, Mark, Panel};
use models::ActivationConfig;
use serde::{Deserialize, Serialize};

use lab::curves::{legend, mean_and_band};
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::statistics::mean_of;
use lab::table::{Table, number, percent};
use lab::verdict::{Claim, claim};
use training::classifier::{initial_mlp, shape};
use training::flags::{batch_size, count, positive, width};
use training::losses::{LAST, Losses, ending_loss};
use training::optimizers::sgd;
use training::statistics::mean;
use training::trainer::{Trainer, iterations_per_epoch};
use training::trial::Trial;

#[cfg(test)]
mod tests;

/// The experiment.
pub struct TwoLayerNet;

/// The book's settings (sections 4.5 and 5.7).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults: the book's)")]
pub struct Settings {
    /// Training steps (N2)
    #[arg(long, value_parser = count, default_value = "10000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (N2)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Neurons of the hidden layer (N2)
    #[arg(long, value_parser = width, default_value = "50")]
    pub hidden: usize,

    /// The standard deviation of the initial weights (N2)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub std: f64,

    /// SGD's learning rate η (N2)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,
}

/// What a training run measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The loss of each mini-batch.
    #[serde(flatten)]
    pub losses: Losses,
    /// At which iterations the network was judged: before every epoch, and at the end.
    pub judged_at: Vec<usize>,
    /// The fraction of all training images that it then put into their class.
    pub training: Vec<f64>,
    /// The same of the test images.
    pub test: Vec<f64>,
}

impl Measured {
    /// Training accuracy at the end; NaN where training diverged.
    fn training_end(&self) -> f64 {
        self.end_of(&self.training)
    }

    /// Test accuracy at the end; NaN where training diverged.
    fn test_end(&self) -> f64 {
        self.end_of(&self.test)
    }

    fn end_of(&self, accuracies: &[f64]) -> f64 {
        match self.losses.diverged_at {
            Some(_) => f64::NAN,
            None => accuracies.last().copied().unwrap_or(f64::NAN),
        }
    }
}

/// The one arm.
const NETWORK: &str = "two-layer network";

/// What the experiment is about.
const ABOUT: About = About {
    name: "two_layer_net",
    title: "The two-layer network · 2층 신경망",
    about: "A network with one hidden layer learns MNIST; training and test \
                             accuracy rise together.",
    shows: "the network of the book's chapters 4 and 5",
    statements: &["N2"],
    seeds: 6,
    needs_data: true,
};

impl Experiment for TwoLayerNet {
    type Settings = Settings;
    type Arm = &'static str;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn arms(_: &Settings) -> Vec<&'static str> {
        vec![NETWORK]
    }

    fn steps(settings: &Settings, _: &&'static str) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, _: &&'static str, trial: &Trial) -> Measured {
        let data = trial.data();
        let device = trial.autodiff();
        let network =
            shape(&[settings.hidden], &data.training).with_activation(ActivationConfig::Sigmoid);
        let model = initial_mlp(&network, &Normal { std: settings.std }, trial.seed, &device);
        let (rate, batch_size) = (settings.learning_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, sgd(0.0), rate, batch_size, trial.seed, &device);

        let epoch = iterations_per_epoch(data.training.len(), batch_size);
        let mut measured = Measured::default();
        let mut done = 0;
        loop {
            measured.judged_at.push(done);
            measured.training.push(trainer.accuracy(&data.training));
            measured.test.push(trainer.accuracy(&data.test));
            let next = epoch.min(settings.iterations - done);
            if next == 0 || measured.losses.diverged_at.is_some() {
                return measured;
            }
            measured.losses.append(trainer.run(&data.training, next, trial));
            done += next;
        }
    }
}

impl View for TwoLayerNet {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        let smoothed: Vec<Vec<f64>> =
            record.arm(NETWORK).map(|measured| measured.losses.smoothed()).collect();
        let loss = Panel::new("loss of each mini-batch, smoothed")
            .x(Axis::new("iteration"))
            .y(Axis::new("softmax cross-entropy loss").range(0.0, 2.5))
            .with_all(mean_and_band("", Ink::Series(2), &smoothed));

        let accuracy = Panel::new("accuracy, judged before each epoch and at the end")
            .x(Axis::new("iteration"))
            .y(Axis::new("accuracy").range(0.0, 1.0))
            .with(over_iterations(record, "training images", 0, |m| &m.training))
            .with(over_iterations(record, "test images", 1, |m| &m.test).dashed());
        let (training, test) = ends(record);
        let seeds = record.provenance.seeds.len();
        let band = if seeds > 1 { "; band of the loss: lowest to highest" } else { "" };
        let figure = Figure::new("A network that does not overfit: both accuracies rise together")
            .subtitle(legend(
                &format!("{}{band}", mean_of(seeds)),
                record.arm(NETWORK).map(|measured| measured.losses.diverged_at),
            ))
            .alt(format!(
                "Left, the loss falls. Right, training and test accuracy against iteration, one on \
                 the other; they end at {} and {}.",
                percent(mean(&training)),
                percent(mean(&test))
            ))
            .grid(2, 380.0, 260.0)
            .panels([loss, accuracy]);
        vec![("two_layer_net", figure.into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let loss = ending_loss(record.settings.iterations);
        let mut table = Table::new(["network", &loss, "training accuracy", "test accuracy"]);
        let (training, test) = ends(record);
        table.row([
            NETWORK.into(),
            number(mean(&record.values(NETWORK, |measured| measured.losses.last(LAST)))),
            percent(mean(&training)),
            percent(mean(&test)),
        ]);
        table
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        let (training, test) = ends(record);
        let gap: Vec<f64> = training.iter().zip(&test).map(|(a, b)| a - b).collect();
        vec![
            claim(
                "N2",
                "it learns to tell the digits (test accuracy at the end)",
            )
            .because("nine of ten images; guessing gives one")
            .above(0.9, &test),
            claim(
                "N2",
                "it does not overfit (training accuracy less test accuracy, at the end)",
            )
            .because("at 2 points the curves can hardly be told apart; the book's overfitted network is 25 apart")
            .below(0.02, &gap),
        ]
    }
}

/// Training and test accuracy at the end, one a seed.
fn ends(record: &RecordOf<TwoLayerNet>) -> (Vec<f64>, Vec<f64>) {
    let values = |number: fn(&Measured) -> f64| record.values(NETWORK, number);
    (values(Measured::training_end), values(Measured::test_end))
}

/// The mean over the seeds of what was judged, against the iteration.
fn over_iterations(
    record: &RecordOf<TwoLayerNet>,
    label: &str,
    series: usize,
    accuracies: impl Fn(&Measured) -> &Vec<f64>,
) -> Mark {
    let first = record.arm(NETWORK).next();
    let judged_at = first.map_or(&[][..], |measured| &measured.judged_at);
    let mean_at = |i: usize| {
        let of_seeds: Vec<f64> =
            record.arm(NETWORK).filter_map(|m| accuracies(m).get(i).copied()).collect();
        mean(&of_seeds)
    };
    let points = judged_at.iter().enumerate().map(|(i, &at)| [at as f64, mean_at(i)]);
    Mark::line(label, Ink::Series(series), points.collect())
}
