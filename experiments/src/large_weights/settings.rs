//! The settings. They are chosen here, because neither the lecture nor the book has an experiment on this.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, images, positive, steps, trials, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (chosen here: the lecture has no figure of this)")]
pub struct Settings {
    /// Training images, which each seed draws (V5)
    #[arg(long, value_parser = images, default_value = "300")]
    pub images: usize,

    /// Neurons in each hidden layer, separated by commas (V5)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100")]
    pub hidden: Vec<usize>,

    /// Images in a mini-batch, drawn with replacement (V5)
    #[arg(long, value_parser = batch_size, default_value = "50")]
    pub batch_size: usize,

    /// Training steps (V5)
    #[arg(long, value_parser = steps, default_value = "400")]
    pub iterations: usize,

    /// Number of networks with drawn hyperparameters, for each of the two kinds of initial weights (V5)
    #[arg(long, value_parser = trials, default_value = "7")]
    pub networks: usize,

    /// Standard deviations of the initial weights, as multiples of He's: drawn on a log scale from the
    /// smallest to the largest of these (V5)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.3,3")]
    pub scales: Vec<f64>,

    /// Learning rates η of SGD: drawn on a log scale from the smallest to the largest of these (V5)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.1,0.3")]
    pub learning_rates: Vec<f64>,

    /// Weight decay λ: drawn on a log scale from the smallest to the largest of these (V5)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.0003,0.01")]
    pub weight_decays: Vec<f64>,

    /// Norms of all weights, as multiples of He's initial norm, at which they are held throughout training
    /// (V5)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.5,0.7,1,1.4,2,3")]
    pub norms: Vec<f64>,

    /// Learning rate η of SGD where the norm is held; there is no weight decay then (V5)
    #[arg(long, value_parser = positive, default_value = "0.15")]
    pub learning_rate: f64,
}
