//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, positive, steps, width};

/// Settings chosen here, because the book argues this point without a script.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (chosen here: the book has no script for this)")]
pub struct Settings {
    /// The initial value of all weights in the arm "all equal" (I2)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub equal: f64,

    /// Neurons of each hidden layer, separated by commas (I2)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100")]
    pub hidden: Vec<usize>,

    /// SGD's learning rate η (I2)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Training steps (I2)
    #[arg(long, value_parser = steps, default_value = "500")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (I2)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,
}
