//! The networks of the lecture, as Burn modules.
//!
//! | room | what is in it |
//! |---|---|
//! | [`Mlp`] and [`MlpConfig`] | the multi-layer perceptron of chapters 4 to 6: `Linear` → (batch normalization) → activation → (dropout), as often as there are hidden layers, and a last `Linear` |
//! | [`Activation`] | ReLU, sigmoid, tanh |
//!
//! Nothing else lives here: initial weights are `extensions::initializers`, training is
//! `experiments::training`.

mod activation;
mod mlp;

pub use activation::Activation;
pub use mlp::{Hidden, Mlp, MlpConfig};
