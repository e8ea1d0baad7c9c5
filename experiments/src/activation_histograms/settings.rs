//! The book's settings (sections 6.2.2 and 6.2.3).

use clap::Args;
use serde::{Deserialize, Serialize};
use training::activations::activation_name;
use training::flags::{self, InvalidValue, batch_size, positive, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// Number of random inputs that pass through the network (I3-I7)
    #[arg(long, value_parser = batch_size, default_value = "1000")]
    pub inputs: usize,

    /// Neurons in each layer, and numbers in each input (I3-I7)
    #[arg(long, value_parser = width, default_value = "100")]
    pub neurons: usize,

    /// Number of layers (I3-I7)
    #[arg(long, value_parser = layers, default_value = "5")]
    pub layers: usize,

    /// The large standard deviation (I4)
    #[arg(long, value_parser = positive, default_value = "1")]
    pub large_std: f64,

    /// The small standard deviation (I5, I7)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub small_std: f64,

    /// Names of the activation functions, separated by commas; the claims are about sigmoid, tanh and
    /// ReLU, and others such as GELU are available; an unknown name, such as `list`, shows all names
    /// (I3-I7)
    #[arg(long, value_parser = activation_name, value_delimiter = ',',
          default_value = "sigmoid,tanh,ReLU")]
    pub activations: Vec<String>,

    /// Further standard deviations, as multiples of Xavier's, separated by commas; chosen here (I6, I7)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.25,0.5,2,4")]
    pub factors: Vec<f64>,

    /// Numbers of layers of further networks, separated by commas; chosen here (I3, I4, I6, I7)
    #[arg(long, value_parser = layers, value_delimiter = ',', default_value = "2,5,10,20")]
    pub depths: Vec<usize>,
}

impl Settings {
    /// How many layers the deepest network has.
    pub fn deepest(&self) -> usize {
        self.depths.iter().copied().fold(self.layers, usize::max)
    }
}

fn layers(text: &str) -> Result<usize, InvalidValue> {
    let allowed = "allowed: a whole number from 2 to 50";
    flags::layers(text).ok().filter(|n| (2..=50).contains(n)).ok_or_else(|| allowed.into())
}
