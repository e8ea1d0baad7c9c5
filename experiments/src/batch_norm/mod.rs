//! Batch normalization · 배치 정규화: N1, which goes beyond the slides.
//!
//! The weighted sums of each hidden layer are normalized to mean 0 and variance 1 over the mini-batch. A
//! network with batch normalization and one without learn the same thousand images from sixteen scales
//! of initial weights. With batch normalization, learning is faster and depends less on the initial
//! weights.
//!
//! The output of a normalized layer does not depend on the scale of its weights, but a step of size η
//! changes the direction of large weights less than that of small ones. So with batch normalization,
//! weights that are too large learn slowly; at the smallest scales, ε is no longer small compared with
//! the variance.

mod about;
mod claims;
mod counterexamples;
mod figure;
mod measured;
mod normalization;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use measured::Measured;
pub use settings::Settings;
pub use trial::{Arm, BatchNorm};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for BatchNorm {
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
