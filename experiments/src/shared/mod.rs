//! What several experiments draw or claim alike.

pub mod epochs;
pub mod losses;
pub mod remedy;
