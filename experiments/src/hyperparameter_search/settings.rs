//! The settings, with the book's values as defaults (section 6.5.3).

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{fraction, images, steps};
use training::search::plan::Plan;
use training::search::space::Space;

/// The settings.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The strategy, and what it may cost.
    #[command(flatten)]
    #[serde(flatten)]
    pub plan: Plan,

    /// Images to search with: the first of the training set, in random order (H3)
    #[arg(long, value_parser = images, default_value = "500")]
    pub images: usize,

    /// The fraction of these images that is validation data; the network learns from the others (H3)
    #[arg(long, value_parser = fraction, default_value = "0.2")]
    pub validation_share: f64,

    /// Number of epochs between measurements of both accuracies, which are also measured at the end. The
    /// book measures after every epoch; five save a quarter of the time (H1)
    #[arg(long, value_parser = steps, default_value = "5")]
    pub evaluate_every: usize,

    /// The values that are searched.
    #[command(flatten)]
    pub space: Space,
}

impl Settings {
    /// How many of the images are validation data.
    pub fn validation_images(&self) -> usize {
        (self.images as f64 * self.validation_share).round() as usize
    }
}
