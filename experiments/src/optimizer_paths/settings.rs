//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, finite, fraction, positive, steps};
use training::optimizers::{LearningRates, all_names, optimizer_name};

/// The book's settings (section 6.1.7); the learning rates of Nesterov and RMSprop are chosen here.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// The starting point's x (O1-O5)
    #[arg(long, value_parser = finite, default_value = "-7", allow_negative_numbers = true)]
    pub start_x: f64,

    /// The starting point's y (O1-O5)
    #[arg(long, value_parser = finite, default_value = "2", allow_negative_numbers = true)]
    pub start_y: f64,

    /// Number of steps that each optimizer takes (O1-O5)
    #[arg(long, value_parser = steps, default_value = "30")]
    pub steps: usize,

    /// Names of the optimizers, separated by commas (O1-O5)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = all_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η, as NAME=RATE separated by commas; optimizers that are not named keep their
    /// default. The book has SGD=0.95,Momentum=0.1,AdaGrad=1.5,Adam=0.3; we chose
    /// Nesterov=0.1,RMSprop=0.3 (O1-O5)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,

    /// Learning rates that the report's slider offers, separated by commas; our own choice (O2, O3)
    #[arg(long, value_parser = positive, value_delimiter = ',',
          default_value = "0.01,0.03,0.05,0.1,0.2,0.3,0.5,0.7,0.8,0.9,0.95,1,1.05")]
    pub range_of_rates: Vec<f64>,

    /// Momenta α that the report's slider offers, separated by commas; 0 is SGD; our own choice (O3)
    #[arg(long, value_parser = fraction, value_delimiter = ',',
          default_value = "0,0.3,0.5,0.7,0.8,0.9,0.95,0.99")]
    pub range_of_momenta: Vec<f64>,
}

fn rates(text: &str) -> Result<LearningRates, InvalidValue> {
    LearningRates::parse(text, |named| named.path_rate)
}
