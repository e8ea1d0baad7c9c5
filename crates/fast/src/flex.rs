//! Tensors as the flex backend stores them, and ReLU as it computes it.

use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use burn::tensor::{DType, Tensor, TensorData};

/// Whether the tensor holds 32-bit floats on the flex backend, row by row, with or without autodiff.
///
/// A transposed tensor does not: Burn multiplies and sums it in another order, so the last bits of its
/// results differ.
pub fn is_f32_in_rows<const D: usize>(tensor: &Tensor<D>) -> bool {
    let primitive = tensor.clone().inner().try_into_primitive::<Flex>();
    primitive.is_ok_and(|tensor| tensor.dtype() == DType::F32 && tensor.is_contiguous())
}

/// The entries of a tensor that [`is_f32_in_rows`].
pub fn entries(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().expect("the caller has checked that the tensor is f32 in rows")
}

/// The rows and columns of a matrix.
pub fn size(matrix: &FlexTensor) -> [usize; 2] {
    let shape = matrix.layout().shape();
    [shape[0], shape[1]]
}

/// A tensor of these entries.
pub fn tensor<const D: usize>(entries: Vec<f32>, shape: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(entries, shape))
}

/// Whether ReLU lets this through. NaN passes, as in Burn, so that a training run that diverges is noticed.
pub fn passes_relu(a: f32) -> bool {
    a > 0.0 || a.is_nan()
}
