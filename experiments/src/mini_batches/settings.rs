//! What can be chosen on the command line. The book always draws mini-batches of 100, so most settings are
//! our own.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, images, positive, steps, width};
use training::mini_batches::{Drawing, Target};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (our own; the book draws 100 images with replacement)")]
pub struct Settings {
    /// Number of training images, drawn anew for each seed (O1)
    #[arg(long, value_parser = images, default_value = "5000")]
    pub images: usize,

    /// Neurons of each hidden layer (ReLU), separated by commas (O1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "50")]
    pub hidden: Vec<usize>,

    /// Numbers of images in a mini-batch, separated by commas (O1)
    #[arg(long, value_parser = batch_size, value_delimiter = ',', default_value = "10,100,1000")]
    pub batch_sizes: Vec<usize>,

    /// SGD's learning rate η for each of these sizes, then for all images at once, then for mini-batches in
    /// the order of the classes, separated by commas; chosen beforehand on other seeds (O1)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.2,0.5,0.5,1,0.1")]
    pub learning_rates: Vec<f64>,

    /// The size of the mini-batches that are taken in the order of the classes (O1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub ordered: usize,

    /// The loss on all training images at which a network has learned enough (O1)
    #[arg(long, value_parser = positive, default_value = "0.3")]
    pub target: f64,

    /// The number of passes over the training images after which training is stopped (O1)
    #[arg(long, value_parser = steps, default_value = "150")]
    pub passes: usize,
}

impl Settings {
    /// The ways to draw images that learning is compared for, in the order of the figure.
    pub(super) fn drawings(&self) -> Vec<Drawing> {
        let both =
            |&size: &usize| [Drawing::WithReplacement(size), Drawing::WithoutReplacement(size)];
        let mut drawings = vec![Drawing::All];
        drawings.extend(self.batch_sizes.iter().flat_map(both));
        drawings.push(Drawing::ByClass(self.ordered));
        drawings
    }

    /// How many images each step of this way takes.
    pub(super) fn size(&self, drawing: Drawing) -> usize {
        match drawing {
            Drawing::All => self.images,
            Drawing::WithReplacement(size)
            | Drawing::WithoutReplacement(size)
            | Drawing::ByClass(size) => size,
        }
    }

    /// The sizes of the mini-batches whose gradients are compared with the exact one: a single image, and
    /// [`batch_sizes`](Self::batch_sizes) in ascending order.
    pub fn noise_sizes(&self) -> Vec<usize> {
        let mut sizes = vec![1];
        sizes.extend(&self.batch_sizes);
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// The learning rate of a way to draw the images. It is the same with and without replacement.
    pub(super) fn learning_rate(&self, drawing: Drawing) -> f64 {
        let sizes = self.batch_sizes.len();
        let place = match drawing {
            Drawing::All => sizes,
            Drawing::ByClass(_) => sizes + 1,
            Drawing::WithReplacement(size) | Drawing::WithoutReplacement(size) => {
                let place = self.batch_sizes.iter().position(|&s| s == size);
                place.expect("a size from the list")
            }
        };
        self.learning_rates[place]
    }

    /// When learning stops.
    pub(super) fn target(&self) -> Target {
        Target { loss: self.target, images: self.most_images() }
    }

    /// The largest number of images that gradients are computed on.
    pub(super) fn most_images(&self) -> usize {
        self.images * self.passes
    }
}
