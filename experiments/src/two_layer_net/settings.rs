//! The book's settings (sections 4.5 and 5.7).

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, positive, steps, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// Training steps (N2)
    #[arg(long, value_parser = steps, default_value = "10000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (N2)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Neurons in the hidden layer (N2)
    #[arg(long, value_parser = width, default_value = "50")]
    pub hidden: usize,

    /// Standard deviation of the initial weights (N2)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub std: f64,

    /// Number of epochs between measurements of both accuracies, which are also measured at the end; the
    /// book measures in every epoch, after its first step (N2)
    #[arg(long, value_parser = steps, default_value = "2")]
    pub evaluate_every: usize,

    /// Learning rate η of SGD (N2)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,
}
