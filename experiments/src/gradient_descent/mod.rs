//! Gradient descent · 경사법: G1–G4.
//!
//! The gradient is the vector of all partial derivatives, or a matrix for a matrix of weights (G1).
//! Going against it leads to the minimum (G2), provided that the learning rate is neither too large nor
//! too small (G4). The path need not be straight: the negative gradient is the steepest direction at
//! the current point, and no more than that (G3).

mod about;
mod descent;
mod gradient;
mod landscape;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod explore;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Arm, GradientDescent, Measured};

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for GradientDescent {
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
