//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, batch_size, count, non_negative, width};
use training::optimizers::{LearningRates, compared_names, optimizer_name};

/// The book's settings (section 6.1.8).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
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

    /// Names of the optimizers to compare, separated by commas; Nesterov and RMSprop are available
    /// as well (O6)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = compared_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η, as NAME=RATE separated by commas; optimizers that are not named keep their
    /// default. The book has SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001; we chose
    /// Nesterov=0.01,RMSprop=0.001 (O6)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,
}

fn rates(text: &str) -> Result<LearningRates, InvalidValue> {
    LearningRates::parse(text, |named| named.mnist_rate)
}
