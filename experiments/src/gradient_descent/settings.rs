//! What can be chosen on the command line.

use clap::Args;
use extensions::gradients::BOOK_STEP;
use serde::{Deserialize, Serialize};
use training::flags::{finite, positive, steps};

/// The book's settings (sections 4.3 and 4.4); the descent down the valley is our own addition.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The starting point's x₀ in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "-3", allow_negative_numbers = true)]
    pub start_x0: f64,

    /// The starting point's x₁ in the bowl (G2, G4)
    #[arg(long, value_parser = finite, default_value = "4", allow_negative_numbers = true)]
    pub start_x1: f64,

    /// The learning rate η in the bowl and in the valley (G2, G3)
    #[arg(long, value_parser = positive, default_value = "0.1")]
    pub learning_rate: f64,

    /// Number of steps at that learning rate in the bowl (G2)
    #[arg(long, value_parser = steps, default_value = "20")]
    pub steps: usize,

    /// A learning rate that is too large (G4)
    #[arg(long, value_parser = positive, default_value = "10")]
    pub too_large: f64,

    /// A learning rate that is too small (G4)
    #[arg(long, value_parser = positive, default_value = "1e-10")]
    pub too_small: f64,

    /// Number of steps at the learning rates that are too large and too small (G4)
    #[arg(long, value_parser = steps, default_value = "100")]
    pub more_steps: usize,

    /// Number of steps from (−7, 2) down the valley x²/20 + y²; our own choice (G3)
    #[arg(long, value_parser = steps, default_value = "30")]
    pub valley_steps: usize,

    /// The step h of the central difference (G1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}
