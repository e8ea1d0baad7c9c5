//! The settings: those of the optimizer comparison, for half as many steps.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, steps, width};

/// The settings.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// Training steps
    #[arg(long, value_parser = steps, default_value = "1000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,
}
