//! Initial weights compared · 가중치 초깃값 비교: I8 on MNIST.
//!
//! One ReLU network is trained from the same normal draws at three scales. If the activations spread
//! evenly from layer to layer, learning is efficient (I8): with std 0.01 the network does not learn,
//! with Xavier and He it does, and with He, which is made for ReLU, it learns faster. Xavier is the
//! lecture's form, std 1/√n_in.

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Arm, WeightInitComparison};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for WeightInitComparison {
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
