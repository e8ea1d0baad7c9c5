//! Figures, claims and made-up numbers that several experiments have in common.

pub mod epochs;
pub mod losses;
pub mod made_up;
pub mod remedy;
