//! Accuracy and loss of a trained network on a set of images.

use burn::tensor::{Device, Int, Tensor};
use datasets::Samples;

use crate::batches::batch;
use crate::classifier::Classifier;
use crate::loss::cross_entropy;

/// The fraction of `samples` that `model` classifies correctly. `device` is without autodiff.
pub fn accuracy<M: Classifier>(model: &M, samples: &impl Samples, device: &Device) -> f64 {
    let indices: Vec<usize> = (0..samples.len()).collect();
    let correct: usize = indices
        .chunks(EVALUATION_BATCH)
        .map(|chunk| {
            let (images, labels) = batch(samples, chunk, device);
            correct(model, images, labels)
        })
        .sum();
    correct as f64 / samples.len() as f64
}

/// The mean softmax cross-entropy of `model` over `samples`. `device` is without autodiff.
pub fn mean_loss<M: Classifier>(model: &M, samples: &impl Samples, device: &Device) -> f64 {
    let indices: Vec<usize> = (0..samples.len()).collect();
    let sums = indices.chunks(EVALUATION_BATCH).map(|chunk| {
        let (images, labels) = batch(samples, chunk, device);
        let mean: f32 = cross_entropy(model.logits(images), labels).into_scalar();
        f64::from(mean) * chunk.len() as f64
    });
    sums.sum::<f64>() / samples.len() as f64
}

/// How many of the images `[batch, pixels]` get the class of their label `[batch]` from `model`.
pub fn correct<M: Classifier>(model: &M, images: Tensor<2>, labels: Tensor<1, Int>) -> usize {
    let guesses = model.logits(images).argmax(1).reshape(labels.dims());
    guesses.equal(labels).int().sum().into_scalar::<i64>() as usize
}

/// How many images are evaluated in one batch.
pub const EVALUATION_BATCH: usize = 1000;
