//! Mini-batches · 미니배치: O1 on MNIST.
//!
//! Stochastic gradient descent computes the gradient of each step on randomly drawn images. Computed on
//! all training images, the gradient would be exact, but one step would cost as much as many steps on
//! mini-batches. So the question is what learning costs: on how many images the gradient must be computed
//! until the loss on *all* training images has come down to a target. An image that is used in several
//! steps counts as often. Each way to draw the images has its own best learning rate.
//!
//! The last arm takes mini-batches in the order of the classes, all zeros first, then all ones: they are as
//! small, but not random.
//!
//! # What would count against the statement
//! All images at each step cost no more than mini-batches, or mini-batches need not be random. Whether an
//! image may be drawn twice in one pass (with replacement, as in the book) is not part of the statement; the
//! table has the ratio of both costs.
//!
//! # How the learning rates were chosen
//! RATES_TABLE

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Arm, Batches};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for Batches {
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
