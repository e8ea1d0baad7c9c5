//! The softmax cross-entropy.

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
