//! Weight decay · 가중치 감소: V3 on MNIST.
//!
//! Weight decay penalizes large weights: the L2 penalty ½λW² is added to the loss, so every step also
//! subtracts ηλW from each weight W (but not from the biases). This reduces overfitting (V3). Whether large
//! weights are where overfitting comes from (V5) is asked by [`large_weights`](crate::large_weights).
//!
//! The book shows it on its first 300 training images with λ = 0.1. There the gap between training and
//! test accuracy closes *because training accuracy falls*, and test accuracy falls with it. The same two
//! arms are measured on 300 images that each seed draws: the seeds of the book's arms differ only in
//! initial weights and mini-batches, and what they find may be a fact about the book's images. We also
//! add a setting of our own, at which the network without weight decay fits every training image: 300
//! images that each seed draws, 784-100×2-10, η = 0.1, 1000 iterations, and λ = 0.003.
//!
//! It was chosen beforehand and without test data, by the rule that `remedy_search` states: the largest rise
//! of validation accuracy minus two standard errors of it. The table has the accuracy without weight
//! decay in %, and the rise with it in points, ± its standard error: means of the seeds 100 to 107, which no
//! claim uses, each with its own training images and its own 10,000 validation images.
//! `cargo run -p experiments --example remedy_search` repeats the search.
//!
//! | | training | validation | λ 0.001 | λ 0.003 | λ 0.01 | λ 0.03 |
//! |---|---|---|---|---|---|---|
//! | 300 images, 784-100×2-10 | 100.0 | 83.06 | +0.06 ± 0.03 | **+0.27 ± 0.02** | +0.09 ± 0.11 | −1.11 ± 0.24 |
//! | 300 images, 784-100×6-10 | 100.0 | 82.31 | −0.03 ± 0.28 | +0.42 ± 0.23 | −8.02 ± 5.75 | −4.83 ± 1.92 |
//! | 1000 images, 784-100×2-10 | 100.0 | 88.47 | +0.06 ± 0.02 | +0.13 ± 0.04 | +0.02 ± 0.08 | −1.45 ± 0.16 |
//! | 1000 images, 784-100×6-10 | 100.0 | 88.67 | +0.13 ± 0.08 | +0.21 ± 0.08 | −2.02 ± 1.16 | −3.54 ± 1.89 |
//!
//! An earlier search learned from the first 300 images only and found a rise of 1.85 points with six hidden
//! layers, λ = 0.003 and 2000 iterations. On eight other blocks of 300 images, in PyTorch, it was 0.1 ± 0.7
//! points.

mod about;
mod claims;
mod counterexamples;
mod explore;
mod figure;
mod settings;
#[cfg(test)]
mod tests;
mod trial;

pub use settings::Settings;
pub use trial::WeightDecay;

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for WeightDecay {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        explore::explorers(record)
    }

    fn for_claims(settings: &Settings) -> Settings {
        settings.without_curves()
    }
}
