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
use datasets::Dataset;
use models::Mlp;
use serde::Serialize;
use training::BURN_VERSION;
use training::activations::{self, activation_name};
use training::classifier::{initial_mlp, shape};
use training::flags::{InvalidValue, batch_size, fraction, non_negative, positive, steps, width};
use training::losses::{LAST, Losses};
use training::needs::{Needs, NetworkSize};
use training::optimizers::{named, optimizer_name};
use training::saved;
use training::saved::{SavedError, activation_fact};
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
    let activation = activations::named(&settings.activation).expect("a name from the list");
    let network = shape(&settings.hidden, &data.training)
        .with_activation((activation.config)())
        .with_batch_norm(settings.batch_norm)
        .with_dropout(settings.dropout);
    let optimizer = named(&settings.optimizer).expect("a name from the list");
    let rate = settings.learning_rate.unwrap_or(optimizer.mnist_rate);
    let device = device.clone().autodiff();
    let mut trainer = Trainer::new(
        initial_mlp(&network, activation.initializer, settings.seed, &device),
        (optimizer.build)(settings.weight_decay),
        rate,
        settings.batch_size,
        settings.seed,
        &device,
    );
    let mut losses = Losses::default();
    let tenth = settings.iterations.div_ceil(10);
    for iteration in 1..=settings.iterations {
        let loss = trainer.step(&data.training);
        if !loss.is_finite() {
            return Err(InvalidValue::from(format!(
                "training diverged at iteration {iteration} (its loss is not finite): choose a \
                 smaller --learning-rate than {rate}; nothing was saved"
            )));
        }
        losses.losses.push(loss);
        if iteration % tenth == 0 || iteration == settings.iterations {
            report(iteration, losses.last((iteration - 1) % tenth + 1));
        }
    }
    let test_accuracy = trainer.accuracy(&data.test);
    Ok(Trained { model: trainer.model().valid(), loss: losses.last(LAST), test_accuracy })
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
    let facts = BTreeMap::from([
        activation_fact(&settings.activation),
        ("settings", serde_json::to_string(settings).expect("settings are JSON")),
        ("data", format!("{} (SHA-256 {})", data.name, data.fingerprint)),
        ("test_accuracy", trained.test_accuracy.to_string()),
        ("burn", BURN_VERSION.into()),
    ]);
    saved::save(&trained.model, &facts, path)
}
