//! Figures, explorers, claims and made-up numbers that several experiments have in common.

pub mod accuracy_explorer;
pub mod epochs;
pub mod finding;
pub mod losses;
pub mod made_up;
pub mod optimizers;
pub mod remedy;
pub mod tuning;
