//! What can be chosen on the command line.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{InvalidValue, batch_size, non_negative, steps, width};
use training::optimizers::{LearningRates, Named, compared_names, optimizer_name};
use training::shown;

/// The book's settings (section 6.1.8).
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (defaults follow the book)")]
pub struct Settings {
    /// Training steps (O6)
    #[arg(long, value_parser = steps, default_value = "2000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement (O6)
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas (O6)
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,

    /// Weight decay λ, an L2 penalty on the weights (O6)
    #[arg(long, value_parser = non_negative, default_value = "0")]
    pub weight_decay: f64,

    /// Names of the optimizers to compare, separated by commas; Nesterov and RMSprop are available
    /// as well (O6)
    #[arg(long, value_parser = optimizer_name, value_delimiter = ',',
          default_value = compared_names())]
    pub optimizers: Vec<String>,

    /// Learning rates η, as NAME=RATE separated by commas; optimizers that are not named keep their
    /// default. The book has SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001; we chose
    /// Nesterov=0.01,RMSprop=0.001 (O6)
    #[arg(long, value_parser = rates, default_value = "", hide_default_value = true)]
    pub learning_rates: LearningRates,

    /// Each optimizer's best learning rate, for a second comparison, in the same form. The defaults are
    /// ours, from the experiment learning_rates: SGD=0.1,Momentum=0.03, and for AdaGrad and Adam the
    /// book's; others keep the rate of the first comparison (O6)
    #[arg(long, value_parser = best_rates, default_value = "", hide_default_value = true)]
    pub best_rates: LearningRates,
}

impl Settings {
    /// The name of the arm that trains with this optimizer at its best rate: a second one, unless the best
    /// rate is that of the first comparison.
    pub fn at_best(&self, optimizer: &str) -> String {
        let best = self.best_rates.of(optimizer);
        match best == self.learning_rates.of(optimizer) {
            true => optimizer.into(),
            false => format!("{optimizer}, η = {}", shown::number(best)),
        }
    }
}

fn rates(text: &str) -> Result<LearningRates, InvalidValue> {
    LearningRates::parse(text, |named| named.mnist_rate)
}

fn best_rates(text: &str) -> Result<LearningRates, InvalidValue> {
    LearningRates::parse(text, best_rate)
}

/// The rates with the lowest validation loss in `learning_rates` (docs/results/learning_rates.md), at seeds
/// from 100 on. Those of AdaGrad and Adam are the book's.
fn best_rate(optimizer: &Named) -> f64 {
    match optimizer.name {
        "SGD" => 0.1,
        "Momentum" => 0.03,
        _ => optimizer.mnist_rate,
    }
}
