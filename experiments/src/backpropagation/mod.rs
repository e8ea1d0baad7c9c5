//! Backpropagation · 오차역전파: B1–B3.
//!
//! In a graph of additions and multiplications, each node has its own rule for passing derivatives back
//! (B2, B3), and one backward pass gives all derivatives. In a network they equal those of numerical
//! differentiation, at the cost of about two forward passes however many parameters there are (B1).

mod about;
mod gradient_check;
mod graph;
mod node;
mod settings;
mod tensors;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Arm, Backpropagation, Measured};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for Backpropagation {
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
}
