//! Mini-batches as tensors.

use burn::tensor::{Device, Int, Tensor, TensorData};
use datasets::Samples;

/// The images of a mini-batch as a tensor `[batch, pixels]`, each pixel in [0, 1].
pub fn images(samples: &impl Samples, indices: &[usize], device: &Device) -> Tensor<2> {
    let shape = [indices.len(), samples.pixels_per_image()];
    Tensor::from_data(TensorData::new(samples.pixels(indices), shape), device)
}

/// A mini-batch as tensors: images `[batch, pixels]` in [0, 1], labels `[batch]`.
pub fn batch(
    samples: &impl Samples,
    indices: &[usize],
    device: &Device,
) -> (Tensor<2>, Tensor<1, Int>) {
    let labels: Vec<i32> = indices.iter().map(|&i| i32::from(samples.label(i))).collect();
    let labels = Tensor::from_data(TensorData::new(labels, [indices.len()]), device);
    (images(samples, indices, device), labels)
}
