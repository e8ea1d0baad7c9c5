//! The settings, which are not from the book. The networks are small, because only the choice among
//! them matters.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{
    InvalidValue, LONGEST_LIST, batch_size, images, steps, trials, values, width,
};

/// The settings.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (not from the book, which has no such experiment)")]
pub struct Settings {
    /// Networks to choose from, the largest k (H2)
    #[arg(long, value_parser = networks, default_value = "200")]
    pub networks: usize,

    /// Images that every network learns from (H2)
    #[arg(long, value_parser = images, default_value = "200")]
    pub images: usize,

    /// Images of the validation data, and of the test data (H2, H3)
    #[arg(long, value_parser = images, default_value = "500")]
    pub judges: usize,

    /// How many such sets there are; each is the test data once (H2, H3)
    #[arg(long, value_parser = sets, default_value = "10")]
    pub sets: usize,

    /// Fresh images, which are never used to choose (H2)
    #[arg(long, value_parser = images, default_value = "5000")]
    pub fresh: usize,

    /// Neurons of the one hidden layer (H2)
    #[arg(long, value_parser = width, default_value = "16")]
    pub width: usize,

    /// Training steps of each network (H2)
    #[arg(long, value_parser = steps, default_value = "40")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (H2)
    #[arg(long, value_parser = batch_size, default_value = "50")]
    pub batch_size: usize,
}

/// How many networks the claims choose from.
pub const MANY: usize = 100;

fn networks(text: &str) -> Result<usize, InvalidValue> {
    match trials(text)? {
        n if n >= MANY => Ok(n),
        _ => Err(InvalidValue::from(format!(
            "allowed: a whole number from {MANY} to 10000, because the claims choose the best of {MANY}"
        ))),
    }
}

fn sets(text: &str) -> Result<usize, InvalidValue> {
    match values(text)? {
        n if n >= 2 => Ok(n),
        _ => Err(InvalidValue::from(format!(
            "allowed: a whole number from 2 to {LONGEST_LIST}, for test data and validation data"
        ))),
    }
}

impl Settings {
    /// How many images a trial takes from the training set.
    pub fn all_images(&self) -> usize {
        let judges = self.judges.saturating_mul(self.sets);
        self.images.saturating_add(judges).saturating_add(self.fresh)
    }
}
