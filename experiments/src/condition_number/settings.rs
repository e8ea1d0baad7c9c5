//! What can be chosen on the command line. The book has one valley and no tolerance, so the settings are
//! our own.

use clap::Args;
use extensions::random::Stream;
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, fraction, positive, steps, values};
use training::optimizers::{compared_names, optimizer_name};
use training::valley::{Goal, Start};

/// What a person may choose.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (our own; the book's function has κ = 20)")]
pub struct Settings {
    /// Condition numbers κ of x²/κ + y², separated by commas; the claims compare 1 (a round bowl) with 20
    /// (the book's function), and use the growth from 10 up (O2, O3, O5)
    #[arg(long, value_parser = from_1, value_delimiter = ',', default_value = "1,2,5,10,20,50,100,200,500,1000")]
    pub condition_numbers: Vec<f64>,

    /// Names of the optimizers, separated by commas; Nesterov and RMSprop are available as well (O2, O3,
    /// O5)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',', default_value = compared_names())]
    pub optimizers: Vec<String>,

    /// Values of Momentum's α to choose from together with the learning rate, in one additional arm, separated by
    /// commas; everywhere else α is the book's 0.9 (O3)
    #[arg(long, value_parser = fraction, value_delimiter = ',', default_value = "0,0.3,0.5,0.7,0.8,0.9,0.95,0.99")]
    pub momenta: Vec<f64>,

    /// The smallest learning rate η to choose from (O2, O3, O5)
    #[arg(long, value_parser = positive, default_value = "0.0078125")]
    pub smallest_rate: f64,

    /// The largest learning rate η to choose from (O2, O3, O5)
    #[arg(long, value_parser = positive, default_value = "16")]
    pub largest_rate: f64,

    /// Number of learning rates to choose from, evenly spaced on a log scale; by default each is 2^(1/4)
    /// times the one before (O2, O3, O5)
    #[arg(long, value_parser = values, default_value = "45")]
    pub rates: usize,

    /// Number of starting points that choose the learning rate; as many others are then measured (O2, O3,
    /// O5)
    #[arg(long, value_parser = values, default_value = "8")]
    pub starts: usize,

    /// Distance of the starting points from the minimum; by default that of the book's (−7, 2) (O2, O3,
    /// O5)
    #[arg(long, value_parser = positive, default_value = "7.28")]
    pub distance: f64,

    /// The fraction of that distance at which an optimizer has arrived (O2, O3, O5)
    #[arg(long, value_parser = positive, default_value = "0.0001")]
    pub tolerance: f64,

    /// The number of steps after which a descent is stopped (O2, O3, O5)
    #[arg(long, value_parser = steps, default_value = "20000")]
    pub limit: usize,
}

/// A finite number, 1 or above.
fn from_1(text: &str) -> Result<f64, InvalidValue> {
    let number = positive(text).ok().filter(|&x| x >= 1.0);
    number.ok_or_else(|| "allowed: a finite number, 1 or above".into())
}

impl Settings {
    /// The learning rates to choose from.
    pub(super) fn grid(&self) -> Vec<f64> {
        let share = |i: usize| i as f64 / (self.rates - 1).max(1) as f64;
        let ratio = self.largest_rate / self.smallest_rate;
        (0..self.rates).map(|i| self.smallest_rate * ratio.powf(share(i))).collect()
    }

    /// As many starting points as the settings say.
    pub(super) fn starts(&self, mut stream: Stream, is_turned: bool) -> Vec<Start> {
        let start = |_| Start::at_random(&mut stream, self.distance, is_turned);
        (0..self.starts).map(start).collect()
    }

    pub(super) fn goal(&self) -> Goal {
        Goal { tolerance: self.tolerance, limit: self.limit }
    }
}
