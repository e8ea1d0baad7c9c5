//! The settings. The default of each hyperparameter, the network and the number of epochs are the book's
//! (section 6.5.3); the book has no such experiment.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{batch_size, images, layers, non_negative, positive, steps, width};

/// The settings.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(
    next_help_heading = "Settings (the defaults of single values are the book's, the rest is not)"
)]
pub struct Settings {
    /// Numbers of units in each hidden layer to compare, separated by commas (H1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "10,30,100")]
    pub compare_units: Vec<usize>,

    /// Batch sizes to compare, separated by commas (H1)
    #[arg(long, value_parser = batch_size, value_delimiter = ',', default_value = "30,100,300")]
    pub compare_batch_sizes: Vec<usize>,

    /// Learning rates η of SGD to compare, separated by commas (H1)
    #[arg(long, value_parser = positive, value_delimiter = ',', default_value = "0.001,0.01,0.1,1")]
    pub compare_learning_rates: Vec<f64>,

    /// Values of the weight decay λ to compare, separated by commas (H1)
    #[arg(long, value_parser = non_negative, value_delimiter = ',', default_value = "0,0.001,0.01,0.1")]
    pub compare_weight_decays: Vec<f64>,

    /// Units in each hidden layer while another hyperparameter is changed (H1)
    #[arg(long, value_parser = width, default_value = "100")]
    pub units: usize,

    /// Batch size while another hyperparameter is changed; batches are drawn with replacement (H1)
    #[arg(long, value_parser = batch_size, default_value = "100")]
    pub batch_size: usize,

    /// Learning rate while another hyperparameter is changed: the end of the book's range (H1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub learning_rate: f64,

    /// Weight decay while another hyperparameter is changed (H1)
    #[arg(long, value_parser = non_negative, default_value = "0")]
    pub weight_decay: f64,

    /// Hidden layers (H1)
    #[arg(long, value_parser = layers, default_value = "6")]
    pub depth: usize,

    /// Epochs, whatever the batch size (H1)
    #[arg(long, value_parser = steps, default_value = "50")]
    pub epochs: usize,

    /// Images that a network learns from, drawn anew for each network (H1)
    #[arg(long, value_parser = images, default_value = "400")]
    pub training_images: usize,

    /// Images that a network is judged on, drawn anew for each network (H1)
    #[arg(long, value_parser = images, default_value = "2000")]
    pub validation_images: usize,
}

impl Settings {
    /// How many images a network takes from the training set.
    pub fn all_images(&self) -> usize {
        self.training_images.saturating_add(self.validation_images)
    }
}
