//! How one network is trained and saved.
//!
//! An experiment keeps what its trials measured and discards their networks. A trial that is already
//! there is not run again, so it would have no network to save. Hence a network to keep has its own
//! command.

use std::collections::BTreeMap;
use std::path::Path;

use burn::tensor::Device;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args};
use datasets::{Dataset, Samples, TrainingSet};
use lab::table::number;
use models::MlpConfig;
use serde::Serialize;
use training::BURN_VERSION;
use training::activations::{self, activation_name};
use training::classifier::shape;
use training::flags::{
    InvalidValue, batch_size, fraction, images, non_negative, positive, steps, width,
};
use training::initial_weights::InitialWeights;
use training::losses::Losses;
use training::needs::{Needs, NetworkSize};
use training::networks::{self, AnyTrainer, NetworkEntry, Recipe, network_name};
use training::optimizers::{self, optimizer_name};
use training::predict::wrong;
use training::run::Run;
use training::saved::{
    PERCEPTRON, SavedError, activation_fact, data_fact, image_facts, network_facts,
};

/// How a network is trained. The defaults are those of Adam in the book's optimizer comparison.
#[derive(Args, Clone, Debug, Serialize)]
#[command(next_help_heading = "Settings (defaults follow the book, section 6.1.8)")]
pub struct Settings {
    /// Name of the network: perceptron, or one that the program adds; an unknown name, such as `list`, shows
    /// all names. --hidden, --activation, --initial-weights, --batch-norm and --dropout are for the
    /// perceptron only
    #[arg(long, value_parser = network_name, default_value = PERCEPTRON)]
    #[serde(skip)]
    pub network: String,

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

    /// Initial weights: zero, Xavier, He, or a number, which is their standard deviation (default: those of the
    /// activation function)
    #[arg(long, value_name = "NAME|STD")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_weights: Option<InitialWeights>,

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

    /// Number of training images: the first ones of the data set (default: all)
    #[arg(long, value_parser = images)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<usize>,

    /// The seed of weights, mini-batches and dropout
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
}

/// The flags that describe the perceptron, by their names in the settings. Other networks have their own layers.
const OF_THE_PERCEPTRON: [&str; 5] =
    ["hidden", "activation", "initial_weights", "batch_norm", "dropout"];

impl Settings {
    /// Checks that no flag is given that the network does not have.
    ///
    /// # Errors
    /// If one is: which, and what to do.
    pub fn check(&self, matches: &ArgMatches) -> Result<(), InvalidValue> {
        let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
        match OF_THE_PERCEPTRON.iter().find(|id| is_given(id)) {
            Some(id) if !self.is_perceptron() => Err(InvalidValue::from(format!(
                "--{} is for the perceptron, and the network `{}` has its own layers: leave it out",
                id.replace('_', "-"),
                self.network
            ))),
            _ => Ok(()),
        }
    }

    fn is_perceptron(&self) -> bool {
        self.network == PERCEPTRON
    }

    fn network(&self) -> &'static NetworkEntry {
        networks::named(&self.network).expect("a name from the list")
    }

    /// The network before training, for the images and classes of `data`, with what trains it.
    ///
    /// # Errors
    /// If the network cannot be made for images of this size.
    pub fn trainer(
        &self,
        data: &Dataset,
        device: &Device,
    ) -> Result<Box<dyn AnyTrainer>, InvalidValue> {
        let own = self.initial_weights.map(InitialWeights::initializer);
        (self.network().trainer)(Recipe {
            samples: &data.training,
            shape: self.shape(data),
            initializer: own.as_deref().unwrap_or(self.activation().initializer),
            optimizer: self.optimizer(),
            weight_decay: self.weight_decay,
            learning_rate: self.rate(),
            batch_size: self.batch_size,
            seed: self.seed,
            device: device.clone().autodiff(),
        })
    }

    /// The settings as they are saved with the network: those that it has.
    fn as_json(&self) -> String {
        if self.is_perceptron() {
            return serde_json::to_string(self).expect("settings are JSON");
        }
        let mut settings = serde_json::to_value(self).expect("settings are JSON");
        if let Some(settings) = settings.as_object_mut() {
            settings.retain(|name, _| !OF_THE_PERCEPTRON.contains(&&**name));
        }
        settings.to_string()
    }

    /// The shape of the perceptron, for the images and classes of `data`.
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

    /// The images that it learns from.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn training(&self, data: &Dataset) -> Result<TrainingSet, InvalidValue> {
        let images = self.images.unwrap_or(data.training.len());
        data.training
            .first(images)
            .map_err(|error| InvalidValue::from(format!("--images: {error}")))
    }

    /// The learning rate η.
    fn rate(&self) -> f64 {
        self.learning_rate.unwrap_or(self.optimizer().mnist_rate)
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
            flags.push(match self.is_perceptron() {
                true => "--batch-norm, or fewer or narrower layers in --hidden".into(),
                false => format!("smaller initial weights for the network `{}`", self.network),
            });
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

    /// What training takes. How much memory the layers of another network than the perceptron take is not known.
    pub fn needs(&self) -> Needs {
        let needs = Needs::default().numbers("--iterations", self.iterations, 1);
        if !self.is_perceptron() {
            return needs;
        }
        let network =
            NetworkSize::new(&self.hidden, self.batch_size).adam().any_activation().dropout();
        needs.network(if self.batch_norm { network.batch_norm() } else { network })
    }
}

/// A trained network, and how well it performs.
pub struct Trained {
    /// The network, in the trainer that trained it.
    pub trainer: Box<dyn AnyTrainer>,
    /// The loss of every step, and the fraction of the test images that it classifies correctly.
    pub run: Run,
}

/// Trains the network in `trainer` on the training images that the settings name. Calls `report` ten times, with the iteration and the mean
/// loss of the mini-batches since the last call.
///
/// # Errors
/// If training diverges: the iteration, and what to change.
pub fn train(
    mut trainer: Box<dyn AnyTrainer>,
    settings: &Settings,
    data: &Dataset,
    device: &Device,
    mut report: impl FnMut(usize, f64),
) -> Result<Trained, InvalidValue> {
    let training = settings.training(data)?;
    let mut losses = Losses::default();
    let tenth = settings.iterations.div_ceil(10);
    for iteration in 1..=settings.iterations {
        let loss = trainer.step(&training);
        if !loss.is_finite() {
            return Err(settings.diverged(iteration, "its loss is not finite"));
        }
        losses.losses.push(loss);
        if iteration % tenth == 0 || iteration == settings.iterations {
            report(iteration, losses.last((iteration - 1) % tenth + 1));
        }
    }
    // A loss is that before its step, so the last step may have diverged without a word.
    let wrong = wrong(&*trainer.network(), &data.test, device)
        .map_err(|_| settings.diverged(settings.iterations + 1, "its outputs are not finite"))?;
    let images = data.test.len();
    let test_accuracy = (images - wrong.len()) as f64 / images as f64;
    Ok(Trained { trainer, run: Run { losses, test_accuracy } })
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
    let mut facts = BTreeMap::from([
        rows,
        columns,
        ("settings", settings.as_json()),
        data_fact(data),
        ("test_accuracy", trained.run.test_accuracy.to_string()),
        ("burn", BURN_VERSION.clone()),
    ]);
    match settings.is_perceptron() {
        true => facts.extend([activation_fact(&settings.activation)]),
        false => facts.extend(network_facts(&settings.network, &data.training)),
    }
    trained.trainer.save(&facts, path)
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
    fn the_flags_of_the_perceptron_are_for_no_other_network() {
        let check = |network: &str, flags: &str| {
            let line = ["train"].into_iter().chain(flags.split_whitespace());
            let matches = Line::command().get_matches_from(line);
            let mut settings = Line::from_arg_matches(&matches).unwrap().settings;
            settings.network = network.into();
            settings.check(&matches).map_err(|error| error.to_string())
        };
        assert_eq!(check("residual", "--iterations 5 --optimizer SGD"), Ok(()));
        for flags in ["--hidden 7,5", "--activation tanh", "--batch-norm", "--dropout 0.5"] {
            assert_eq!(check(PERCEPTRON, flags), Ok(()), "{flags}");
            let said = check("residual", flags).unwrap_err();
            let flag = flags.split(' ').next().unwrap();
            assert!(said.starts_with(flag) && said.contains("`residual`"), "{said}");
        }
    }

    /// The file of a perceptron has had these settings from the beginning, in this order.
    #[test]
    fn the_settings_in_a_file_are_those_that_the_network_has() {
        assert_eq!(
            settings("").as_json(),
            r#"{"iterations":2000,"batch_size":128,"hidden":[100,100,100,100],"activation":"ReLU","batch_norm":false,"dropout":0.0,"weight_decay":0.0,"optimizer":"Adam","learning_rate":null,"seed":0}"#
        );
        let other = Settings { network: "residual".into(), ..settings("") }.as_json();
        assert!(other.contains("\"optimizer\"") && !other.contains("hidden"), "{other}");
    }
}
