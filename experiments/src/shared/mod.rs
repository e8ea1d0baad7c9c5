//! Figures and claims that several experiments have in common.

pub mod epochs;
pub mod losses;
pub mod remedy;
pub mod tuning;
