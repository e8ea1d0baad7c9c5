//! Figures and claims about a remedy against overfitting: what weight decay (V3) and dropout (V4) have
//! in common.

pub mod claims;
pub mod counterexamples;
pub mod figure;
#[cfg(test)]
mod tests;
