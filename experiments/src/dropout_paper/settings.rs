//! The settings: the paper's networks and dropout ratios, and how they are trained here.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, fraction, positive, steps, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (networks and ratios follow the paper, training does not)")]
pub struct Settings {
    /// Training epochs. Each costs about 50 seconds of one core for the four networks of a seed
    #[arg(long, value_parser = steps, default_value = "20")]
    pub epochs: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons in each hidden layer of the standard network, separated by commas
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "800,800")]
    pub standard: Vec<usize>,

    /// Neurons in each hidden layer of the other networks, separated by commas
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "1024,1024,1024")]
    pub hidden: Vec<usize>,

    /// The fraction of each hidden layer's neurons that dropout drops
    #[arg(long, value_parser = fraction, default_value = "0.5")]
    pub dropout: f64,

    /// The fraction of the inputs that dropout drops
    #[arg(long, value_parser = fraction, default_value = "0.2")]
    pub input_dropout: f64,

    /// Adam's initial learning rate η; it falls linearly to 0
    #[arg(long, value_parser = positive, default_value = "0.001")]
    pub learning_rate: f64,
}
