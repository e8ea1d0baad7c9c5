//! The book's settings (section 6.3.2).

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, images, positive, steps, values, width};
use training::trainer::iterations_per_epoch;

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// Number of scales of initial weights, from 1 to the smallest, evenly spaced on a log scale (N1)
    #[arg(long, value_parser = values, default_value = "16")]
    pub scales: usize,

    /// The smallest scale, as a standard deviation (N1)
    #[arg(long, value_parser = positive, default_value = "0.0001")]
    pub smallest_scale: f64,

    /// SGD's learning rate η (N1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Number of training images, taken from the start of the training set; in our own arms, drawn anew
    /// for each seed (N1)
    #[arg(long, value_parser = images, default_value = "1000")]
    pub images: usize,

    /// Number of epochs (N1)
    #[arg(long, value_parser = steps, default_value = "20")]
    pub epochs: usize,

    /// Images in a mini-batch, drawn with replacement (N1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Neurons in each hidden layer, separated by commas (N1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100,100")]
    pub hidden: Vec<usize>,

    /// ε, which is added to the variance under the square root, as in the book. Burn's own default,
    /// 0.00001, exceeds the variance itself at the smallest scales (N1)
    #[arg(long, value_parser = positive, default_value = "0.000001")]
    pub epsilon: f64,
}

impl Settings {
    /// The scales, from 1 to the smallest, evenly spaced on a log scale.
    pub(super) fn scales(&self) -> Vec<f64> {
        let step = |i: usize| i as f64 / (self.scales - 1).max(1) as f64;
        (0..self.scales).map(|i| self.smallest_scale.powf(step(i))).collect()
    }

    /// The scales around He's: of [`scales`](Self::scales) the one closest to √(2/n) on a log scale, where n
    /// is the number of inputs of the second hidden layer, and its neighbours.
    pub(super) fn scales_around_he(&self) -> Vec<f64> {
        let scales = self.scales();
        let he = (2.0 / self.hidden[0] as f64).sqrt();
        let distance = |i: &usize| (scales[*i] / he).ln().abs();
        let closest = (0..scales.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let closest = closest.expect("there is at least one scale");
        scales[closest.saturating_sub(1)..(closest + 2).min(scales.len())].to_vec()
    }

    pub(super) fn steps_per_epoch(&self) -> usize {
        iterations_per_epoch(self.images, self.batch_size)
    }
}
