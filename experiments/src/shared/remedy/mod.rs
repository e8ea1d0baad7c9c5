//! Figures, explorers and claims about a remedy against overfitting: what weight decay (V3) and dropout (V4)
//! have in common.

pub mod claims;
pub mod counterexamples;
pub mod explore;
pub mod figure;
pub mod names;
#[cfg(test)]
mod tests;
