//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, positive, steps, width};

/// The book's settings (section 6.2.4).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The standard deviation that Xavier and He are compared with (I8)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub std: f64,

    /// SGD's learning rate η (I8)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Training steps (I8)
    #[arg(long, value_parser = steps, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (I8)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (I8)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,
}
