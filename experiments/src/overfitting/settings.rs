//! The settings. They are chosen here, because the lecture has no figure of this.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, images, layers, positive, steps, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (chosen here: the lecture has no figure of this)")]
pub struct Settings {
    /// Training images, where their number is not varied; each seed draws its own (V1, I1)
    #[arg(long, value_parser = images, default_value = "300")]
    pub images: usize,

    /// Neurons in each hidden layer, where the width is not varied (V1, V2, I1)
    #[arg(long, value_parser = width, default_value = "100")]
    pub width: usize,

    /// Hidden layers, where the depth is not varied (V1, V2, I1)
    #[arg(long, value_parser = layers, default_value = "2")]
    pub depth: usize,

    /// Numbers of training images, separated by commas; larger sets contain the smaller ones (V2)
    #[arg(long, value_parser = images, value_delimiter = ',', default_value = "100,300,1000,3000,10000")]
    pub numbers_of_images: Vec<usize>,

    /// Widths: neurons in each hidden layer, separated by commas (V1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "2,3,5,10,30,100,300")]
    pub widths: Vec<usize>,

    /// Depths: numbers of hidden layers, separated by commas (V1)
    #[arg(long, value_parser = layers, value_delimiter = ',', default_value = "1,2,4,6")]
    pub depths: Vec<usize>,

    /// Standard deviations of the initial weights, as multiples of He's, separated by commas (I1)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.1,0.3,1,3")]
    pub scales: Vec<f64>,

    /// Learning rate η of SGD (V1, V2, I1)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Images in a mini-batch, drawn with replacement (V1, V2, I1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Training steps, the same for every network (V1, V2, I1)
    #[arg(long, value_parser = steps, default_value = "1000")]
    pub iterations: usize,
}
