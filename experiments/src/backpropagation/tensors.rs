//! From numbers to tensors and back.

use burn::tensor::{Tensor, TensorData};
use training::trial::Trial;

/// A tensor of these values that can be differentiated with respect to.
pub fn leaf<const D: usize>(values: &[f64], shape: [usize; D], trial: &Trial) -> Tensor<D> {
    let data = TensorData::new(values.to_vec(), shape);
    Tensor::from_data(data, (&trial.autodiff(), trial.widest())).require_grad()
}

/// The values of a tensor.
pub fn values_of<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter().collect()
}
