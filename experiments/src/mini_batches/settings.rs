//! What can be chosen on the command line. The book always draws mini-batches of 100, so most settings are
//! our own.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, count, positive, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (our own; the book draws 100 images with replacement)")]
pub struct Settings {
    /// Number of training images, drawn anew for each seed (O1)
    #[arg(long, value_parser = count, default_value = "5000")]
    pub images: usize,

    /// Neurons of each hidden layer (ReLU), separated by commas (O1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "50")]
    pub hidden: Vec<usize>,

    /// Numbers of images in a mini-batch, separated by commas (O1)
    #[arg(long, value_parser = batch_size, value_delimiter = ',', default_value = "10,100,1000")]
    pub batch_sizes: Vec<usize>,

    /// SGD's learning rate η for each of these sizes, and last for all images at once, separated by
    /// commas; chosen beforehand on other seeds (O1)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.1,0.5,1,1")]
    pub learning_rates: Vec<f64>,

    /// The size of the mini-batches that are drawn in the order of the classes; its learning rate is that
    /// of random ones (O1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub ordered: usize,

    /// The loss on all training images at which a network has learned enough (O1)
    #[arg(long, value_parser = positive, default_value = "0.3")]
    pub target: f64,

    /// The number of passes over the training images after which it is given up (O1)
    #[arg(long, value_parser = count, default_value = "300")]
    pub passes: usize,
}

impl Settings {
    /// The learning rate for mini-batches of `size` images; without a size, that for all images at once.
    pub(super) fn learning_rate(&self, size: Option<usize>) -> f64 {
        let place = size.and_then(|size| self.batch_sizes.iter().position(|&s| s == size));
        self.learning_rates[place.unwrap_or(self.batch_sizes.len())]
    }

    /// The largest number of images that gradients are computed on.
    pub(super) fn most_images(&self) -> usize {
        self.images * self.passes
    }
}
