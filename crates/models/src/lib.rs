//! The networks of the lecture, as Burn modules.
//!
//! - [`Mlp`] and [`MlpConfig`]: the multi-layer perceptron of chapters 4 to 6, that is `Linear` →
//!   (batch normalization) → activation → (dropout) for each hidden layer, and a last `Linear`.
//! - [`Activation`] and [`ActivationConfig`]: Burn's activation functions, here for convenience.
//!
//! A hidden layer with inputs x computes, for a whole mini-batch at once (one row per image),
//!
//! > a = xW + b, z = h(a)
//!
//! with an activation function h such as ReLU, sigmoid or tanh. The sums a of the last layer are the
//! logits; their softmax gives the probabilities of the classes. Batch normalization is applied between a
//! and h, and dropout after h. Source: the book's chapters 3 to 6 (`MultiLayerNetExtend`).
//!
//! ```
//! use burn::module::Module;
//! use burn::tensor::{Device, Tensor};
//! use models::{ActivationConfig, MlpConfig};
//!
//! // 784 pixels, 50 sigmoid neurons, 10 classes: the network of the book's chapters 4 and 5.
//! let device = Device::flex();
//! let shape = MlpConfig::new(784, vec![50], 10).with_activation(ActivationConfig::Sigmoid);
//! let mlp = shape.init(&device);
//! assert_eq!(mlp.num_params(), 784 * 50 + 50 + 50 * 10 + 10);
//!
//! let images = Tensor::<2>::zeros([3, 784], &device); // [batch, pixels]
//! let logits = mlp.forward(images); // [batch, classes]
//! assert_eq!(logits.dims(), [3, 10]);
//! ```
//!
//! # Layout
//! A network here is what Burn calls a module: a struct of layers with `#[derive(Module)]`, made by a
//! config of the same name, whose methods take and return tensors. `mlp.rs` has the network in plain
//! Burn. Initial weights are in `extensions::initializers`, training is in the crate `training`, and
//! the crate `fast` computes the same forward pass in less time.

mod mlp;

pub use burn::nn::activation::{Activation, ActivationConfig};
pub use mlp::{Hidden, Mlp, MlpConfig};

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
