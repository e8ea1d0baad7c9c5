//! What can be chosen on the command line. The book describes learning-rate decay (section 6.1.5) without
//! an example, so the settings are our own.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, batch_size, images, positive, steps, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (our own; the book has no example)")]
pub struct Settings {
    /// Training steps (O7)
    #[arg(long, value_parser = steps, default_value = "1000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement, separated by commas; each size is a setting of its
    /// own (O7)
    #[arg(long, value_parser = batch_size, value_delimiter = ',', default_value = "100,10")]
    pub batch_sizes: Vec<usize>,

    /// Number of training images, drawn anew for each seed (O7)
    #[arg(long, value_parser = images, default_value = "50000")]
    pub images: usize,

    /// Neurons of each hidden layer (ReLU), separated by commas (O7)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "50")]
    pub hidden: Vec<usize>,

    /// The fraction of the first learning rate that each schedule ends at (O7)
    #[arg(long, value_parser = share, default_value = "0.01")]
    pub end: f64,

    /// The first learning rates at the first batch size, separated by commas: constant, step, exponential,
    /// 1/t, cosine, AdaGrad, AdaGrad with 1/t; then those at the next batch size, and so on; chosen
    /// beforehand on other seeds by their validation loss (O7)
    #[arg(long, value_parser = positive, value_delimiter = ',',
          default_value = "0.5,0.5,0.5,1,0.5,0.05,0.1,0.2,0.2,0.5,0.5,0.2,0.05,0.1")]
    pub learning_rates: Vec<f64>,
}

/// A number above 0, up to 1.
fn share(text: &str) -> Result<f64, InvalidValue> {
    let number = positive(text).ok().filter(|&x| x <= 1.0);
    number.ok_or_else(|| "allowed: a number above 0, up to 1".into())
}
