//! What can be chosen on the command line.

use clap::Args;
use extensions::gradients::BOOK_STEP;
use serde::{Deserialize, Serialize};
use training::flags::{images, positive, width};

/// The book's settings (chapter 5). Its gradient check has 50 hidden neurons; the narrower networks,
/// which show how the cost grows, are our own addition.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// Hidden neurons of the networks whose gradients are checked, separated by commas; the book has
    /// 50, and we chose the others (B1)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "2,5,10,20,50")]
    pub hidden: Vec<usize>,

    /// Number of images whose loss is differentiated, from the start of the training set (B1)
    #[arg(long, value_parser = images, default_value = "3")]
    pub images: usize,

    /// The standard deviation of the initial weights (B1)
    #[arg(long, value_parser = positive, default_value = "0.01")]
    pub weight_std: f64,

    /// The step h of the central difference (B1)
    #[arg(long, value_parser = positive, default_value_t = BOOK_STEP)]
    pub h: f64,
}
