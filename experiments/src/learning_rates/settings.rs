//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, fraction, images, positive, steps, width};
use training::optimizers::{compared_names, optimizer_name};

/// The network and the iterations are the book's (section 6.1.8); the grid is ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (network, mini-batches and iterations follow the book)")]
pub struct Settings {
    /// Names of the optimizers to compare, separated by commas; Nesterov and RMSprop are available
    /// as well (O6)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = compared_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η that every optimizer is tried at, separated by commas; we chose about two in
    /// each power of ten (O6)
    #[arg(long, value_parser = positive, value_delimiter = ',',
          default_value = "0.0003,0.001,0.003,0.01,0.03,0.1,0.3,1")]
    pub learning_rates: Vec<f64>,

    /// Values of Momentum's α, separated by commas; the book has 0.9 (O6)
    #[arg(long, value_parser = fraction, value_delimiter = ',', default_value = "0.5,0.9,0.99")]
    pub momenta: Vec<f64>,

    /// Images held out of the training set to choose the rates by, drawn anew for each seed; the
    /// optimizers learn from the others (O6)
    #[arg(long, value_parser = images, default_value = "10000")]
    pub validation_images: usize,

    /// Training steps (O6)
    #[arg(long, value_parser = steps, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (O6)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (O6)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,
}
