//! How one network is trained and saved.
//!
//! An experiment keeps what its trials measured and discards their networks. A trial that is already
//! there is not run again, so it would have no network to save. Hence a network to keep has its own
//! command.

use std::collections::BTreeMap;
use std::path::Path;

use burn::module::Module;
use burn::tensor::Device;
use clap::Args;
use datasets::{Dataset, Samples};
use lab::table::number;
use models::{Mlp, MlpConfig};
use serde::Serialize;
use training::BURN_VERSION;
use training::activations::{self, activation_name};
use training::classifier::{initial_mlp, shape};
use training::flags::{InvalidValue, batch_size, fraction, non_negative, positive, steps, width};
use training::losses::{LAST, Losses};
use training::needs::{Needs, NetworkSize};
use training::optimizers::{self, optimizer_name};
use training::predict::wrong;
use training::saved::{self, SavedError, activation_fact, data_fact, image_facts};
use training::trainer::Trainer;

/// How a network is trained. The defaults are those of Adam in the book's optimizer comparison.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Settings (defaults follow the book, section 6.1.8)")]
pub struct Settings {
    /// Training steps
    #[arg(long, value_parser = steps, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,

    /// Activation function of the hidden layers: ReLU, sigmoid, tanh, GELU...; an unknown name, such as
    /// `list`, shows all names. It also decides whether the initial weights are He's or Xavier's
    #[arg(long, value_parser = activation_name, default_value = "ReLU")]
    pub activation: String,

    /// Use batch normalization in every hidden layer
    #[arg(long)]
    pub batch_norm: bool,

    /// Dropout ratio: the fraction of hidden neurons that is dropped during training
    #[arg(long, value_parser = fraction, default_value = "0")]
    pub dropout: f64,

    /// Weight decay λ, an L2 penalty on the weights
    #[arg(long, value_parser = non_negative, default_value = "0")]
    pub weight_decay: f64,

    /// Name of the optimizer; an unknown name, such as `list`, shows all names
    #[arg(long, value_parser = optimizer_name, default_value = "Adam")]
    pub optimizer: String,

    /// The learning rate η (default: the optimizer's rate in optimizer_comparison)
    #[arg(long, value_parser = positive)]
    pub learning_rate: Option<f64>,

    /// The seed of weights, mini-batches and dropout
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
}

impl Settings {
    /// The shape of the network, for the images and classes of `data`.
    fn shape(&self, data: &Dataset) -> MlpConfig {
        shape(&self.hidden, &data.training)
            .with_activation((self.activation().config)())
            .with_batch_norm(self.batch_norm)
            .with_dropout(self.dropout)
    }

    fn activation(&self) -> &'static activations::Named {
        activations::named(&self.activation).expect("a name from the list")
    }

    fn optimizer(&self) -> &'static optimizers::Named {
        optimizers::named(&self.optimizer).expect("a name from the list")
    }

    /// The learning rate η.
    fn rate(&self) -> f64 {
        self.learning_rate.unwrap_or(self.optimizer().mnist_rate)
    }

    /// About how many bytes the saved network has: 4 for each parameter.
    pub fn bytes(&self, data: &Dataset) -> u64 {
        let MlpConfig { inputs, hidden, outputs, .. } = self.shape(data);
        let sizes = [&[inputs], &hidden[..], &[outputs]].concat();
        let parameters = |pair: &[usize]| (pair[0] as u64 + 1) * pair[1] as u64;
        let normalized = if self.batch_norm { 4 * hidden.iter().sum::<usize>() as u64 } else { 0 };
        4 * (sizes.windows(2).map(parameters).sum::<u64>() + normalized)
    }

    /// Which flags training may have diverged by, and what to change, in the order of their likelihood.
    /// `iteration` is the first one whose loss is not finite, counted from 1.
    fn remedy(&self, iteration: usize) -> String {
        let (rate, usual) = (self.rate(), self.optimizer().mnist_rate);
        let mut flags = Vec::new();
        // In a step of SGD, weight decay multiplies each weight by 1 − ηλ, which must not be below −1.
        if usual.min(rate) * self.weight_decay > 1.0 {
            flags.push(format!("a smaller --weight-decay than {}", number(self.weight_decay)));
        }
        // Dropout multiplies the kept activations of each layer by 1 / (1 − ratio).
        if self.dropout > 0.95 {
            flags.push(format!("a smaller --dropout than {}", self.dropout));
        }
        // The first loss is that of the initial weights.
        if iteration == 1 && flags.is_empty() {
            flags.push("--batch-norm, or fewer or narrower layers in --hidden".into());
        }
        if iteration > 1 && (flags.is_empty() || rate > 10.0 * usual) {
            flags.push(format!("a smaller --learning-rate than {}", number(rate)));
        }
        flags.join(", and ")
    }

    fn diverged(&self, iteration: usize, what: &str) -> InvalidValue {
        let remedy = self.remedy(iteration);
        let place = format!("training diverged at iteration {iteration} ({what})");
        InvalidValue::from(format!("{place}: choose {remedy}; nothing was saved"))
    }

    /// What training takes.
    pub fn needs(&self) -> Needs {
        let network =
            NetworkSize::new(&self.hidden, self.batch_size).adam().any_activation().dropout();
        let network = if self.batch_norm { network.batch_norm() } else { network };
        Needs::default().network(network).numbers("--iterations", self.iterations, 1)
    }
}

/// A trained network, and how well it performs.
pub struct Trained {
    /// The network, without autodiff.
    pub model: Mlp,
    /// The mean loss of the last mini-batches.
    pub loss: f64,
    /// The fraction of the test images that it classifies correctly.
    pub test_accuracy: f64,
}

/// Trains on all training images of `data`. Calls `report` ten times, with the iteration and the mean
/// loss of the mini-batches since the last call.
///
/// # Errors
/// If training diverges: the iteration, and what to change.
pub fn train(
    settings: &Settings,
    data: &Dataset,
    device: &Device,
    mut report: impl FnMut(usize, f64),
) -> Result<Trained, InvalidValue> {
    let autodiff = device.clone().autodiff();
    let (network, initializer) = (settings.shape(data), settings.activation().initializer);
    let mut trainer = Trainer::new(
        initial_mlp(&network, initializer, settings.seed, &autodiff),
        settings.optimizer().build(settings.weight_decay),
        settings.rate(),
        settings.batch_size,
        settings.seed,
        &autodiff,
    );
    let mut losses = Losses::default();
    let tenth = settings.iterations.div_ceil(10);
    for iteration in 1..=settings.iterations {
        let loss = trainer.step(&data.training);
        if !loss.is_finite() {
            return Err(settings.diverged(iteration, "its loss is not finite"));
        }
        losses.losses.push(loss);
        if iteration % tenth == 0 || iteration == settings.iterations {
            report(iteration, losses.last((iteration - 1) % tenth + 1));
        }
    }
    // A loss is that before its step, so the last step may have diverged without a word.
    let model = trainer.model().valid();
    let wrong = wrong(&model, &data.test, device)
        .map_err(|_| settings.diverged(settings.iterations + 1, "its outputs are not finite"))?;
    let images = data.test.len();
    let test_accuracy = (images - wrong.len()) as f64 / images as f64;
    Ok(Trained { model, loss: losses.last(LAST), test_accuracy })
}

/// Saves the network in the format of the path's ending, together with how it was trained.
///
/// # Errors
/// If the file cannot be written.
pub fn save(
    trained: &Trained,
    settings: &Settings,
    data: &Dataset,
    path: &Path,
) -> Result<(), SavedError> {
    let [rows, columns] = image_facts(&data.training);
    let facts = BTreeMap::from([
        activation_fact(&settings.activation),
        rows,
        columns,
        ("settings", serde_json::to_string(settings).expect("settings are JSON")),
        data_fact(data),
        ("test_accuracy", trained.test_accuracy.to_string()),
        ("burn", BURN_VERSION.into()),
    ]);
    saved::save(&trained.model, &facts, path)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches, Parser};

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
    }

    fn settings(flags: &str) -> Settings {
        let flags = ["train"].into_iter().chain(flags.split_whitespace());
        let matches = Line::command().get_matches_from(flags);
        Line::from_arg_matches(&matches).unwrap().settings
    }

    #[test]
    fn a_diverged_training_names_the_flag_that_is_likely_to_blame() {
        for (flags, iteration, expected) in [
            ("", 5, "a smaller --learning-rate than 0.001"),
            ("--weight-decay 1e308", 2, "a smaller --weight-decay than 1e308"),
            ("--learning-rate 1e30", 2, "a smaller --learning-rate than 1e30"),
            // The rate alone is to blame: with a usual one the weight decay would do no harm.
            ("--learning-rate 1e30 --weight-decay 1e-4", 2, "a smaller --learning-rate than 1e30"),
            (
                "--learning-rate 1e30 --weight-decay 1e9",
                2,
                "a smaller --weight-decay than 1e9, and a smaller --learning-rate than 1e30",
            ),
            ("--dropout 0.999999", 1, "a smaller --dropout than 0.999999"),
            ("", 1, "--batch-norm, or fewer or narrower layers in --hidden"),
        ] {
            let said = settings(flags).diverged(iteration, "…").to_string();
            assert!(
                said.contains(&format!("choose {expected}; nothing was saved")),
                "{flags}: {said}"
            );
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_parameters() {
        let data = Dataset::mnist().unwrap();
        let device = training::backend::Backend::default_compiled().device().unwrap();
        for flags in ["", "--hidden 7,5", "--hidden 7,5 --batch-norm"] {
            let settings = settings(flags);
            let network = settings.shape(&data).init(&device);
            // Burn counts the running means and variances as parameters too.
            assert_eq!(settings.bytes(&data), 4 * network.num_params() as u64, "{flags}");
        }
    }
}
