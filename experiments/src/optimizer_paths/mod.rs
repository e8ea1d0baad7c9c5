//! Optimizer paths · 옵티마이저의 경로: O1–O5 on f(x, y) = x²/20 + y².
//!
//! The function is a valley, twenty times as steep in y as in x. SGD zig-zags across it (O2), Momentum
//! picks up speed along it (O3), AdaGrad's steps shrink (O4), and Adam combines both (O5).
//!
//! The claims here are about one figure: one function, one start, one learning rate for each optimizer, and
//! nothing random. Whether SGD suffers from the valley more than the others do is a question about many
//! valleys and about the best learning rate of each optimizer; `condition_number` answers it. How often
//! each path of the figure crosses the floor, and how long it is, is in the table.

mod about;
mod path;
mod settings;
mod trial;
mod valley;

mod claims;
mod counterexamples;
mod explore;
mod figure;
#[cfg(test)]
mod tests;

pub use path::Path;
pub use settings::Settings;
pub use trial::{Arm, Measured, OptimizerPaths};

use lab::experiment::{Drawing, RecordOf, View};
use lab::explorer::Explorer;
use lab::table::Table;
use lab::verdict::Claim;

impl View for OptimizerPaths {
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
