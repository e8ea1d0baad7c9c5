//! The forward pass of the multi-layer perceptron.

use burn::tensor::Tensor;
use models::{Hidden, Mlp};

use crate::{batch_norm, is_on, layer};

/// The logits: [`Mlp::forward`] in less time.
///
/// # Shapes
/// - `x`: `[batch, inputs]`
/// - output: `[batch, outputs]`
pub fn forward(mlp: &Mlp, x: Tensor<2>) -> Tensor<2> {
    if !is_on() {
        return mlp.forward(x);
    }
    let mut x = x;
    for hidden in &mlp.hidden {
        x = hidden.dropout.forward(activations(hidden, x)); // [batch, layer outputs]
    }
    layer::forward(x, &mlp.output, None) // [batch, outputs]
}

/// The logits with the dropout masks given: [`Mlp::forward_with_masks`] in less time.
///
/// # Shapes
/// - `x`: `[batch, inputs]`
/// - output: `[batch, outputs]`
pub fn forward_with_masks(
    mlp: &Mlp,
    x: Tensor<2>,
    mut mask: impl FnMut([usize; 2], f64) -> Option<Tensor<2>>,
) -> Tensor<2> {
    if !is_on() {
        return mlp.forward_with_masks(x, mask);
    }
    let mut x = x;
    for hidden in &mlp.hidden {
        x = activations(hidden, x); // [batch, layer outputs]
        if let Some(mask) = mask(x.dims(), hidden.dropout.prob) {
            x = x * mask; // [batch, layer outputs]
        }
    }
    layer::forward(x, &mlp.output, None) // [batch, outputs]
}

/// The layer's activations before dropout: [`Hidden::activations`].
fn activations(hidden: &Hidden, x: Tensor<2>) -> Tensor<2> {
    match &hidden.batch_norm {
        Some(batch_norm) => {
            let a = layer::forward(x, &hidden.linear, None); // [batch, layer outputs]
            batch_norm::forward(a, batch_norm, &hidden.activation)
        }
        None => layer::forward(x, &hidden.linear, Some(&hidden.activation)),
    }
}
