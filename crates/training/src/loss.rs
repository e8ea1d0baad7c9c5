//! The softmax cross-entropy in Burn's own form, for code that examines the loss or its gradient.
//! [`Trainer`](crate::Trainer) uses `fast::loss::cross_entropy`, which gives the same bits in less time.

use burn::nn::loss::CrossEntropyLoss;
use burn::tensor::{Int, Tensor};

/// The softmax cross-entropy −(1/N) Σ ln softmax(logits)_label.
///
/// # Shapes
/// - `logits`: `[batch, classes]`
/// - `labels`: `[batch]`
/// - output: `[1]`
pub fn cross_entropy(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let device = logits.device();
    CrossEntropyLoss::new(None, &device).forward(logits, labels)
}
