//! Overfitting · 오버피팅: V1, V2 and I1 on MNIST.
//!
//! A network overfits if it classifies its training images correctly but not images that it has never
//! seen: the gap between the two accuracies is wide. One network is trained again and again with one
//! property changed: the number of training images (V2: few images lead to overfitting), the width and
//! the depth (V1: many parameters lead to overfitting), and the scale of the initial weights (I1: small
//! ones reduce overfitting).
//!
//! The lecture has no figure of this, so the settings are chosen here. Each seed draws its own training
//! images, so that the seeds also show how much a finding depends on them; at one seed, all networks learn
//! from the same images, and a larger set of them contains each smaller one. Learning rate and iterations are
//! such that the end shows what a network has learned of its images, not how far it has come: 0.1 and
//! 1000 are the first round numbers at which 784-100×2-10 fits all of 300 images for every scale of its
//! initial weights from 0.1 to 4 (tried on the first 300 images at seed
//! 100, which is not among the seeds of the claims).

mod about;
mod claims;
mod counterexamples;
mod explore;
mod figure;
mod settings;
mod sweep;
#[cfg(test)]
mod tests;
mod trial;

pub use settings::Settings;
pub use trial::Overfitting;

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for Overfitting {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }

    fn shown_at(figure: &str) -> &'static str {
        figure::shown_at(figure)
    }

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        explore::explorers(record)
    }
}
