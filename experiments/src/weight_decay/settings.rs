//! The book's settings (section 6.4.2), and our own setting beside them.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::few_images::FewImages;
use training::flags::{count, non_negative, positive};
use training::remedy::Strengths;

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The network, its images and its learning rate.
    #[command(flatten)]
    #[serde(flatten)]
    pub few_images: FewImages,

    /// Number of epochs at the book's setting (V3)
    #[arg(long, value_parser = count, default_value = "201")]
    pub epochs: usize,

    /// Weight decay λ, compared with none (V3)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub weight_decay: f64,

    /// Further values of λ that are not from the book, separated by commas (V3)
    #[arg(long, value_parser = non_negative, value_delimiter = ',', default_value = "0.001,0.003,0.01,0.03,0.3")]
    pub range: Vec<f64>,

    /// Weight decay λ at our own setting, compared with none (V3)
    #[arg(long, value_parser = positive, default_value = "0.003")]
    pub our_weight_decay: f64,
}

impl Settings {
    /// The values of λ, and the number of epochs.
    pub(super) fn strengths(&self) -> Strengths {
        let Self { epochs, weight_decay: book, our_weight_decay: ours, .. } = *self;
        Strengths { epochs, book, range: self.range.clone(), ours }
    }

    /// The same without the range, and evaluated only at the beginning and the end.
    pub(super) fn without_curves(&self) -> Self {
        let few_images = self.few_images.without_curves(self.epochs);
        Self { few_images, range: Vec::new(), ..self.clone() }
    }
}
