//! The two-layer network · 2층 신경망: N2, the network of the book's chapters 4 and 5.
//!
//! A network with one hidden layer of 50 sigmoid neurons learns all of MNIST by plain SGD. It does not
//! overfit: training and test accuracy rise together.

mod about;
mod claims;
mod counterexamples;
mod figure;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use settings::Settings;
pub use trial::{Measured, TwoLayerNet};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for TwoLayerNet {
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
