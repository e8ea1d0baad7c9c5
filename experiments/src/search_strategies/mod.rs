//! Search strategies: what grid, random, successive halving, Hyperband and TPE find for the same cost,
//! in the book's space of two hyperparameters and in a space of eight.
//!
//! The comparison measures no statement of the lecture, so `lecture` does not run it. It compares the
//! strategies of `hyperparameter_search --strategy`. The cost is counted in epochs of training,
//! including those that successive halving repeats. Each search ends as it should (H3): a network is
//! chosen by validation data and judged once on test data, so luck in choosing does not count.
//!
//! No search costs more than the budget. The finest grid that fits it, 5 × 5 points, costs less.

mod about;
mod arm;
mod settings;
mod trial;

mod claims;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::SearchStrategies;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for SearchStrategies {
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
