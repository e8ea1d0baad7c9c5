//! What Burn does not cover, in the form the lecture teaches it.
//!
//! | module | what is in it | lecture |
//! |---|---|---|
//! | [`optimizers`] | [`AdaGrad`](optimizers::AdaGrad), [`Momentum`](optimizers::Momentum), [`Nesterov`](optimizers::Nesterov), [`Adam`](optimizers::Adam) as implementations of Burn's [`Optimizer`](burn::optim::Optimizer) trait; [`WeightDecay`](optimizers::WeightDecay) around any of them | O1–O6, V3 |
//! | [`initializers`] | [`Normal`](initializers::Normal), [`Xavier`](initializers::Xavier), [`He`](initializers::He), [`Constant`](initializers::Constant), applied to any Burn module | I1–I8 |
//! | [`random`] | [`Stream`](random::Stream): repeatable random numbers, drawn on the host | all |
//! | [`gradients`] | [`numerical_gradient`](gradients::numerical_gradient): central differences | G1, B1 |
//!
//! Everything here works with any Burn module and on any Burn backend. What Burn already does as the
//! lecture does it is not repeated here: plain SGD is [`burn::optim::SgdConfig`], and the book's RMSprop
//! is [`burn::optim::RmsPropConfig`] without momentum (a test compares both with the equations).
//!
//! This example initializes a layer and takes one training step. Every random number comes from a seed:
//!
//! ```
//! use burn::nn::LinearConfig;
//! use burn::optim::{GradientsParams, ModuleOptimizer};
//! use burn::tensor::{Device, Tensor};
//! use extensions::initializers::{He, initialize};
//! use extensions::optimizers::{AdaGrad, WeightDecay};
//! use extensions::random::{Purpose, Stream};
//!
//! let device = Device::flex().autodiff();
//! let mut weights = Stream::new(0, Purpose::Weights);
//! let layer = initialize(LinearConfig::new(4, 2).init(&device), &He, &mut weights);
//!
//! let loss = layer.forward(Tensor::<2>::ones([8, 4], &device)).powi_scalar(2).mean();
//! let gradients = GradientsParams::from_grads(loss.clone().backward(), &layer);
//! let mut optimizer = ModuleOptimizer::from(WeightDecay::new(AdaGrad::default(), 1e-4));
//! let layer = optimizer.step(0.01, layer, gradients);
//!
//! let after = layer.forward(Tensor::<2>::ones([8, 4], &device)).powi_scalar(2).mean();
//! assert!(after.into_scalar::<f32>() < loss.into_scalar::<f32>());
//! ```
//!
//! # Layout
//! - `initializers.rs` has a trait with one method, four implementations of it, and `initialize`, which
//!   visits the parameters of a module.
//! - `optimizers/` has one optimizer per file: its equation in the documentation, and the same equation
//!   as code.
//! - `random.rs` has the streams from which all random numbers are drawn. They are drawn on the host, so
//!   they are the same on every backend.
//! - `gradients.rs` does not use Burn: automatic gradients are checked against it.

pub mod gradients;
pub mod initializers;
pub mod optimizers;
pub mod random;

/// What the code that Burn's `derive(RecordState)` writes looks for in the crate that uses it: three items in the
/// root, and the crate `burn_pack` in the module. A program in one file imports all of them at once:
///
/// ```
/// use burn::tensor::Tensor;
/// use extensions::record_state::*;
///
/// #[derive(RecordState, Clone)]
/// struct Mean<const D: usize> {
///     mean: Tensor<D>,
///     steps: usize,
/// }
/// # fn main() {}
/// ```
pub mod record_state {
    pub use burn::optim::{RecordState, StateSink, StateSource};
    pub use burn_pack;
}

#[allow(unused_imports)]
use record_state::*;

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
