//! Learning rates of the optimizers · 옵티마이저별 학습률: O6 with each optimizer at its own best rate.
//!
//! The book compares four optimizers, each at one learning rate, and they differ as much by their rates as
//! by their methods. Here every method is trained at each rate of the same grid, so that all of them are
//! tuned with equal effort, and Momentum is also tried with other values of α.
//!
//! The protocol is that of DeepOBS (Schneider, Balles and Hennig 2019, "DeepOBS: A Deep Learning
//! Optimizer Benchmark Suite"): the rate is tuned first, and then the methods are compared on ten seeds
//! that the tuning has not used. The first three seeds of a run tune; each draws its own initial weights,
//! mini-batches and validation images. The rate with the lowest mean validation loss is chosen. (DeepOBS
//! chooses by validation accuracy where there is one. The loss is the quantity of O6, and with three seeds
//! it separates neighbouring rates better than the number of correct images.) The claims rest on the
//! other seeds alone.
//!
//! Seeds begin at 100, because `optimizer_comparison` takes the chosen rates as its defaults and judges
//! them on the seeds 0 to 9.

mod about;
mod arm;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::LearningRates;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for LearningRates {
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
