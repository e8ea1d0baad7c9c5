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
//! Why mini-batches are cheaper is seen at the initial weights: the arm `gradient noise` draws 100 mini-batches of
//! each size and compares their gradients g_B with the gradient g on all images. They are inexact: the
//! expectation of ‖g_B − g‖² is that of one image divided by the size. But they are correct on average: the mean of
//! all 100 is √100 times as close to g.
//!
//! # What would count against the statement
//! All images at each step cost no more than mini-batches, or mini-batches need not be random, or the noise of
//! their gradients does not fall as 1/√size or does not average out. Whether an image may be drawn twice in one
//! pass (with replacement, as in the book) is not part of the statement; the table has the ratio of both costs.
//!
//! # How the learning rates were chosen
//! On the seeds 100, 101 and 102, which no claim uses: the learning rate with the fewest passes over the
//! training images until their loss was 0.3, with a limit of 150 passes. Drawn without replacement, images
//! get the learning rate of those drawn with replacement.
//! `cargo run -p experiments --example rate_choice -- mini_batches` repeats it.
//!
//! | passes | η = 0.05 | 0.1 | 0.2 | 0.5 | 1 | 2 |
//! |---|---|---|---|---|---|---|
//! | all images | | | 143.33 | 63.00 | **61.33** | not reached |
//! | 10 with replacement | 1.68 | 1.15 | **0.86** | 4.27 | | |
//! | 100 with replacement | | 6.47 | 3.29 | **1.82** | 5.57 | |
//! | 1000 with replacement | | | 29.87 | **13.07** | 17.73 | not reached |
//! | 100 in the order of the classes | 45.54 | **44.16** | 53.09 | | | |
//!
//! (The value 53.09 is the mean of the seeds 100 and 101.)

mod about;
mod noise;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod explore;
mod figure;
#[cfg(test)]
mod tests;

pub use noise::Gradients;
pub use settings::Settings;
pub use trial::{Arm, Batches, Measured};

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
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

    fn explorers(record: &RecordOf<Self>) -> Vec<Explorer> {
        explore::explorers(record)
    }
}
