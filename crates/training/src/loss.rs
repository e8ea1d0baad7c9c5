//! The softmax cross-entropy: as Burn computes it, and with its gradient in closed form.

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

/// The same loss, and its gradient with respect to the logits, y − t: the softmax minus the labels
/// as one-hot rows, over N. This is the last layer of the book's networks (section 5.6.3).
///
/// A training step uses this form. [`cross_entropy`] and its backward pass are ten tensor operations on
/// few numbers, and starting an operation takes longer than computing so few. A test compares the two.
///
/// # Shapes
/// - `logits`: `[batch, classes]`
/// - `labels`: one for each row, each below `classes`
/// - output: the loss, and `[batch, classes]` on the device of `logits`, without autodiff
///
/// # Panics
/// If a label is missing or is not a class.
pub fn cross_entropy_and_gradient(logits: Tensor<2>, labels: &[u8]) -> (f32, Tensor<2>) {
    let (device, dtype) = (logits.device().inner(), logits.dtype());
    let [batch, classes] = logits.dims();
    assert_eq!(labels.len(), batch, "one label for each row of the logits");
    let n = batch as f32;
    let mut data = logits.into_data_as::<f32>();
    let rows = data.as_mut_slice::<f32>().expect("the data was read as f32");

    let mut loss = 0.0;
    for (row, &label) in rows.chunks_exact_mut(classes).zip(labels) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let at_label = row[usize::from(label)] - largest;
        row.iter_mut().for_each(|logit| *logit = (*logit - largest).exp());
        let sum: f32 = row.iter().sum();
        loss += sum.ln() - at_label; // −ln softmax_label
        row.iter_mut().for_each(|exp| *exp /= sum * n); // y / N
        row[usize::from(label)] -= 1.0 / n; // (y − t) / N
    }
    (loss / n, Tensor::from_data(data, (&device, dtype)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, TensorData};
    use extensions::random::{Purpose, Stream};

    /// The closed form gives the same as Burn's loss and its automatic gradient.
    #[test]
    fn the_closed_form_is_burns_loss_and_gradient() {
        let device = Device::default().autodiff();
        let mut stream = Stream::new(1, Purpose::Weights);
        for scale in [0.01, 1.0, 30.0] {
            let entries: Vec<f32> = (0..400).map(|_| scale * stream.normal() as f32).collect();
            let labels: Vec<u8> = (0..40).map(|i| (7 * i % 10) as u8).collect();
            let logits =
                Tensor::<2>::from_data(TensorData::new(entries, [40, 10]), &device).require_grad();
            let classes: Vec<i32> = labels.iter().map(|&label| label.into()).collect();
            let classes = Tensor::from_data(TensorData::new(classes, [40]), &device);

            let loss = cross_entropy(logits.clone(), classes);
            let gradient = logits.grad(&loss.clone().backward()).unwrap();
            let (closed_loss, closed_gradient) = cross_entropy_and_gradient(logits, &labels);

            let loss = loss.into_scalar::<f32>();
            assert!((loss - closed_loss).abs() < 1e-6 * loss.max(1.0), "{loss} {closed_loss}");
            let difference = (gradient - closed_gradient).abs().max().into_scalar::<f32>();
            assert!(difference < 1e-8, "scale {scale}: {difference}");
        }
    }

    #[test]
    fn the_loss_of_nan_is_nan_and_that_of_infinity_is_not_finite() {
        let logits = Tensor::<2>::from_data([[0.0, f32::NAN]], &Device::default());
        assert!(cross_entropy_and_gradient(logits, &[0]).0.is_nan());
        let logits = Tensor::<2>::from_data([[0.0, f32::INFINITY]], &Device::default());
        assert!(!cross_entropy_and_gradient(logits, &[0]).0.is_finite());
    }
}
