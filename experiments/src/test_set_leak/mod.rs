//! Choosing on test data · 시험 데이터로 고르면: H2 and H3, measured.
//!
//! Hyperparameters must never be judged on test data: they would be fitted to it, and perform worse on
//! other data than test accuracy suggests (H2). Test data judges the finished network, once (H3).
//!
//! Many networks are trained, and each is judged on three kinds of images that it did not learn from:
//! validation data, test data, and fresh images, which are never used to choose. The best of k networks
//! is chosen once on test data and once on validation data. Its test accuracy minus its accuracy on
//! fresh images is the optimism. It is zero on average if test data did not choose the network, and it
//! grows with k if it did.
//!
//! # What a claim may rest on
//! The highest of several estimates is too high whenever they have errors at all, and choosing on data
//! that is not looked at cannot inflate it. Both are true of any numbers, so neither is a claim here. What is
//! measured is the size: whether the optimism exceeds a point of accuracy (H2), and whether the test
//! accuracy stays within a point of the accuracy on fresh images if validation data chose (H3). How the
//! optimism grows with k is in the figure and the table.
//!
//! # How the sets are made
//! The book has no such experiment. All sets are parts of one random draw from the training images, new
//! at each seed, so they differ only by chance; the real test set is not used. A set of some hundred
//! images may be easy or hard by chance, so there are ten of them. Each is the test data once, with the
//! next one as validation data, and a seed's result is the mean. Over the ten, validation data and test
//! data are therefore the same sets, and either is equally optimistic about a network that it chose.

mod about;
mod arm;
mod images;
mod optimism;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::TestSetLeak;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for TestSetLeak {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        figure::figures(record)
    }

    fn table(record: &RecordOf<Self>) -> Table {
        figure::table(record)
    }

    fn shown_at(figure: &str) -> &'static str {
        if figure == figure::CHOSEN_BY_VALIDATION { "H3" } else { "H2" }
    }

    fn claims(record: &RecordOf<Self>) -> Vec<Claim> {
        claims::claims(record)
    }
}
