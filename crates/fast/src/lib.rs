//! Faster forms of what `models` and `extensions` compute, for the flex backend.
//!
//! The equations of the lecture are written once, in plain Burn: the network in `models`, the
//! optimizers in `extensions::optimizers`, the loss in Burn's own `CrossEntropyLoss`. This crate
//! computes the same numbers in less time. Nothing else depends on how it does that, and each form
//! here stands beside a test that compares it with the plain one bit by bit.
//!
//! | here | plain form | why it is faster |
//! |---|---|---|
//! | [`mlp::forward`], [`mlp::forward_with_masks`] | [`models::Mlp`] | a layer, and its batch normalization, are one operation each with its own backward pass, and matrix products leave out zeros |
//! | [`loss::cross_entropy`] | `burn::nn::loss::CrossEntropyLoss` | the loss is one operation with its own backward pass |
//! | [`optimizers::fast`] | `extensions::optimizers` | an update reads and writes the weights once |
//!
//! Every function here falls back to the plain form where the faster one does not apply: on another
//! backend, in 64 bits, for a tensor that is a transposed view, and when the forms are switched off.
//!
//! # The switch
//! [`switch`] turns all faster forms off or on for the whole process. It cannot change any number,
//! only the time that a training step takes:
//!
//! ```
//! use burn::tensor::{Device, Tensor};
//! use models::MlpConfig;
//!
//! let device = Device::default();
//! let mlp = MlpConfig::new(784, vec![50], 10).init(&device);
//! let images = Tensor::<2>::ones([3, 784], &device);
//!
//! let fast = fast::mlp::forward(&mlp, images.clone());
//! fast::switch(false);
//! let plain = fast::mlp::forward(&mlp, images);
//! assert_eq!(fast.into_data(), plain.into_data());
//! ```

mod batch_norm;
#[cfg(feature = "flex")]
mod flex;
mod layer;
pub mod loss;
pub mod mlp;
#[cfg(test)]
mod numbers;
pub mod optimizers;

use std::sync::atomic::{AtomicBool, Ordering};

static ON: AtomicBool = AtomicBool::new(true);

/// Whether the faster forms are used where they apply. They are, unless [`switch`] turned them off.
pub fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// Turns the faster forms on or off, for the whole process and at any time. No number depends on it.
pub fn switch(on: bool) {
    ON.store(on, Ordering::Relaxed);
}

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
