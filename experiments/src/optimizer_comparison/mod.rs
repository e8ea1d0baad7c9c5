//! Optimizer comparison · 옵티마이저 비교: O6 on MNIST.
//!
//! The same network is trained by each optimizer, from the same weights and on the same mini-batches.
//! At the book's learning rates, Momentum, AdaGrad and Adam learn faster than SGD (O6): after the same
//! number of steps their loss is lower.
//!
//! This says as much about the learning rates as about the methods, because the book's rate for SGD is
//! small. With α = 0.9, Momentum's steps in a steady direction add up to 1/(1 − α) = 10 times η ∂L/∂W,
//! and SGD at η = 0.1 ends where Momentum at η = 0.01 does: at losses of 0.075 and 0.073 (means of
//! seeds 0 to 7), too close to call (`--optimizers SGD,Momentum --learning-rates SGD=0.1`).

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::OptimizerComparison;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for OptimizerComparison {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
