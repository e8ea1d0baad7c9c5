//! The book's batch normalization: x̂ = (x − μ) / √(σ² + ε), with μ and σ² of the mini-batch.

use burn::module::RunningState;
use burn::tensor::{Device, Tensor};
use models::Mlp;

/// Burn's batch normalization with the book's ε and with running variances that begin at 0, as the book's
/// do. (Burn's begin at 1, so a variance of 1e-6 would not show for a hundred steps.)
pub(super) fn as_in_the_book(mut mlp: Mlp, epsilon: f64, device: &Device) -> Mlp {
    for layer in &mut mlp.hidden {
        let neurons = layer.outputs();
        if let Some(batch_norm) = &mut layer.batch_norm {
            batch_norm.epsilon = epsilon;
            batch_norm.running_var = RunningState::new(Tensor::zeros([neurons], device));
        }
    }
    mlp
}
