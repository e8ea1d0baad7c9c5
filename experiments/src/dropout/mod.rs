//! Dropout · 드롭아웃: V4 on MNIST.
//!
//! At every training step each neuron of a hidden layer is dropped with a certain probability, the
//! ratio, independently for each image; the finished network uses all neurons. This reduces overfitting
//! (V4).
//!
//! The book scales the activations by 1 − ratio when the finished network is used. Here, as in Burn,
//! they are scaled by 1 / (1 − ratio) during training (inverted dropout), and the finished network is
//! left unchanged. Both forms can learn the same networks. But from the same initial weights, the
//! book's activations are smaller by a factor of 1 − ratio after every hidden layer (0.26 after six), so
//! its network learns more slowly.
//!
//! The book shows dropout on its first 300 training images with ratio 0.2, where both accuracies fall. The
//! same two arms are measured on 300 images that each seed draws: the seeds of the book's arms differ only
//! in initial weights, mini-batches and masks, and what they find may be a fact about the book's images. We
//! also add a setting of our own, at which the network without dropout fits every training image: 1000
//! images that each seed draws, 784-100×6-10, η = 0.1, 1000 iterations, and ratio 0.05.
//!
//! It was chosen beforehand and without test data, by the rule that `remedy_search` states: the largest rise
//! of validation accuracy minus two standard errors of it. The table has the accuracy without dropout in %,
//! and the rise with it in points, ± its standard error: means of the seeds 100 to 107, which no claim uses,
//! each with its own training images and its own 10,000 validation images.
//! `cargo run -p experiments --example remedy_search` repeats the search.
//!
//! | | training | validation | ratio 0.05 | ratio 0.1 | ratio 0.2 | ratio 0.3 |
//! |---|---|---|---|---|---|---|
//! | 300 images, 784-100×2-10 | 100.0 | 83.06 | +0.24 ± 0.07 | +0.34 ± 0.11 | +0.49 ± 0.14 | +0.38 ± 0.20 |
//! | 300 images, 784-100×6-10 | 100.0 | 82.31 | +0.75 ± 0.35 | +0.84 ± 0.43 | +0.78 ± 0.42 | −4.00 ± 1.45 |
//! | 1000 images, 784-100×2-10 | 100.0 | 88.47 | +0.44 ± 0.09 | +0.67 ± 0.12 | +0.84 ± 0.15 | +0.73 ± 0.18 |
//! | 1000 images, 784-100×6-10 | 100.0 | 88.67 | **+0.75 ± 0.09** | +0.66 ± 0.15 | +0.28 ± 0.17 | −3.83 ± 1.13 |

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
pub use trial::Dropout;

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for Dropout {
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
