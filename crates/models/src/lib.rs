//! The networks of the lecture, as Burn modules.
//!
//! | room | what is in it |
//! |---|---|
//! | [`Mlp`] and [`MlpConfig`] | the multi-layer perceptron of chapters 4 to 6: `Linear` → (batch normalization) → activation → (dropout), as often as there are hidden layers, and a last `Linear` |
//! | [`Activation`] | ReLU, sigmoid, tanh |
//!
//! A hidden layer with inputs x computes, for a whole mini-batch at once (a row an image),
//!
//! > a = xW + b, z = h(a)
//!
//! with h one of ReLU, sigmoid, tanh; the last layer's a are the logits, whose softmax are the
//! probabilities of the classes. Batch normalization goes between a and h, dropout after h. Source:
//! the book's chapters 3 to 6 (`MultiLayerNetExtend`).
//!
//! ```
//! use burn::module::Module;
//! use burn::tensor::{Device, Tensor};
//! use models::{Activation, MlpConfig};
//!
//! // 784 pixels, 50 sigmoid neurons, 10 classes: the network of the book's chapters 4 and 5.
//! let device = Device::flex();
//! let shape = MlpConfig::new(784, vec![50], 10).with_activation(Activation::Sigmoid);
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
//! config of the same name, whose methods take tensors and give tensors. `activation.rs` has the
//! function of a neuron, `layer.rs` the equations above in two forms, `mlp.rs` the network. Nothing
//! else lives here: initial weights are `extensions::initializers`, training is
//! `experiments::training`.

mod activation;
mod layer;
mod mlp;

pub use activation::Activation;
pub use mlp::{Hidden, Mlp, MlpConfig};
