//! One hyperparameter at a time · 하이퍼파라미터 하나씩: H1.
//!
//! The number of units, the batch size, the learning rate and the weight decay are hyperparameters, which
//! a person has to set, and the result depends on them (H1). Here each of them takes several values, while
//! the other three stay at the book's: 100 units in each of six hidden layers, batch size 100, η = 0.01
//! (the end of the range that the book searches) and λ = 0. All networks learn for the same number of
//! epochs, so one with a smaller batch size takes more steps on as many images.
//!
//! The book has no such experiment. Each network has images of its own: 400 to learn from and 2000 to judge
//! it, drawn from the training set.
//!
//! # Best and worst, without luck
//! The highest of several accuracies is above the lowest even if they differ by luck alone. So two networks
//! are trained at each seed, which share nothing but their hyperparameters. One takes part in choosing the
//! best and the worst value (the highest and the lowest mean over the seeds); the other one compares the
//! two. If the values made no difference, the mean of these differences would be 0.
//!
//! The ranges were fixed before anything was measured: factors of about 3 from the book's number of units
//! and batch size, powers of ten from 0.001 to 1 for η, and λ from 0 to the 0.1 of the book's section on
//! weight decay.

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
pub use trial::HyperparameterEffects;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for HyperparameterEffects {
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
