//! The book's settings (section 6.4.3), and our own setting beside them.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::few_images::{FewImages, Ours};
use training::flags::{fraction, images, positive, steps, width};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The network, its images and its learning rate.
    #[command(flatten)]
    #[serde(flatten)]
    pub few_images: FewImages,

    /// Number of epochs at the book's setting (V4)
    #[arg(long, value_parser = steps, default_value = "301")]
    pub epochs: usize,

    /// Dropout ratio (the fraction of neurons that is dropped), compared with none (V4)
    #[arg(long, value_parser = fraction, default_value = "0.2")]
    pub ratio: f64,

    /// Further ratios that are not from the book, separated by commas (V4)
    #[arg(long, value_parser = fraction, value_delimiter = ',', default_value = "0.05,0.1,0.5")]
    pub range: Vec<f64>,

    /// Number of training images at our own setting, which each seed draws (V4)
    #[arg(long, value_parser = images, default_value = "1000")]
    pub our_images: usize,

    /// Neurons in each hidden layer at our own setting, separated by commas (V4)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100,100,100")]
    pub our_hidden: Vec<usize>,

    /// Learning rate η of SGD at our own setting (V4)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub our_learning_rate: f64,

    /// Training steps at our own setting (V4)
    #[arg(long, value_parser = steps, default_value = "1000")]
    pub our_iterations: usize,

    /// Dropout ratio at our own setting, compared with none (V4)
    #[arg(long, value_parser = fraction, default_value = "0.05")]
    pub our_ratio: f64,

    /// Weight decay λ at our own setting, alone and together with dropout (V3, V4)
    #[arg(long, value_parser = positive, default_value = "0.003")]
    pub our_weight_decay: f64,
}

impl Settings {
    /// What our own setting changes compared with the book's.
    pub(super) fn ours(&self) -> Ours<'_> {
        Ours {
            images: self.our_images,
            hidden: &self.our_hidden,
            learning_rate: self.our_learning_rate,
            iterations: self.our_iterations,
        }
    }

    /// The same settings without the range, and evaluated only at the end.
    pub(super) fn without_curves(&self) -> Self {
        let few_images = self.few_images.without_curves(self.epochs, self.our_iterations);
        Self { few_images, range: Vec::new(), ..self.clone() }
    }
}
