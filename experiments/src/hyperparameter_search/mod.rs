//! Hyperparameter search · 하이퍼파라미터 탐색: H1, and H3 in practice.
//!
//! Weights and biases are learned. Hyperparameters, such as the learning rate and the weight decay, are
//! set by a person or found by a search (H1). The parameters are learned from training data, the
//! hyperparameters are judged on validation data, and the chosen network is judged once on test data
//! (H3). The validation accuracy by which it was chosen is too optimistic (H2; `test_set_leak` measures
//! by how much).
//!
//! The book draws both at random. [`training::search`] has other spaces and other strategies. None of
//! them is given test data, because [`Bench`](training::search::tuning::Bench) has no field for it.

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::HyperparameterSearch;

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for HyperparameterSearch {
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
