//! Helpers of these tests: a device that computes in 64 bits, and networks built from flat parameters.

use burn::module::{Param, ParamId};
use burn::tensor::{Device, Tensor, TensorData};
use models::{Mlp, MlpConfig};
use training::backend::{Backend, FLEX64};

/// The device of the backend flex64, which creates all tensors in 64 bits instead of 32.
pub fn device() -> Device {
    let backend: Backend = FLEX64.parse().expect("it is compiled in");
    backend.device().expect("nothing in this process computes with flex in 32 bits")
}

/// A vector on [`device`] with autodiff.
pub fn vector(values: &[f64]) -> Tensor<1> {
    Tensor::from_data(TensorData::new(values.to_vec(), [values.len()]), &device().autodiff())
}

/// A matrix on [`device`] with autodiff.
pub fn matrix(values: &[f64], shape: [usize; 2]) -> Tensor<2> {
    vector(values).reshape(shape)
}

pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter().collect()
}

/// A parameter that is the result of a computation, not a leaf of the graph.
pub fn parameter<const D: usize>(tensor: Tensor<D>) -> Param<Tensor<D>> {
    Param::initialized(ParamId::new(), tensor)
}

/// The sizes of a network's parameters, layer by layer: weight, bias, and, with batch normalization, γ and
/// β.
pub fn parameter_sizes(shape: &MlpConfig) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut inputs = shape.inputs;
    for &outputs in &shape.hidden {
        sizes.extend([inputs * outputs, outputs]);
        if shape.batch_norm {
            sizes.extend([outputs, outputs]);
        }
        inputs = outputs;
    }
    sizes.extend([inputs * shape.outputs, shape.outputs]);
    sizes
}

/// The network with these parameters, in the order of [`parameter_sizes`].
pub fn mlp_of(shape: &MlpConfig, parameters: &[Tensor<1>]) -> Mlp {
    let mut mlp = shape.init(&device().autodiff());
    let mut rest = parameters.iter().cloned();
    let mut next = || rest.next().expect("as many as there are sizes");
    let mut inputs = shape.inputs;
    for (layer, &outputs) in mlp.hidden.iter_mut().zip(&shape.hidden) {
        layer.linear.weight = parameter(next().reshape([inputs, outputs]));
        layer.linear.bias = Some(parameter(next()));
        if let Some(batch_norm) = &mut layer.batch_norm {
            batch_norm.gamma = parameter(next());
            batch_norm.beta = parameter(next());
        }
        inputs = outputs;
    }
    mlp.output.weight = parameter(next().reshape([inputs, shape.outputs]));
    mlp.output.bias = Some(parameter(next()));
    mlp
}
