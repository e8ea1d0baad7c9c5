//! Batch normalization · 배치 정규화: N1, which goes beyond the slides.
//!
//! The weighted sums of each hidden layer are normalized to mean 0 and variance 1 over the mini-batch. A
//! network with batch normalization and one without learn the same thousand images from sixteen scales
//! of initial weights. According to the book, the first learns faster and depends less on the initial
//! weights.
//!
//! The book uses the first thousand images of the training set, so its arms show what happens on these
//! images. Our own arms repeat three of the scales with images that each seed draws anew.
//!
//! Whether learning is faster where a plain network can learn is judged at three scales that theory names:
//! of the book's scales, the one closest to He's √(2/n), and its neighbours. At first, this claim took the
//! scales at which the plain network had in fact learned, so its outcome selected its own data, and the
//! number of seeds had been raised from 6 to 34 because 6 had left the claim undecided. Now both are fixed
//! before a run: these scales, and 10 seeds.
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
