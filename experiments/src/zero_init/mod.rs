//! Identical initial weights · 초깃값을 0으로 하면: I2.
//!
//! Neurons of a layer that start with the same weights get the same gradient, so they stay the same:
//! however many neurons the layer has, it is worth one.

mod about;
mod settings;
mod trial;

mod claims;
mod counterexamples;
mod figure;
#[cfg(test)]
mod tests;

pub use settings::Settings;
pub use trial::{Measured, ZeroInit};

use lab::experiment::{Drawing, RecordOf, View};
use lab::table::Table;
use lab::verdict::Claim;

impl View for ZeroInit {
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
