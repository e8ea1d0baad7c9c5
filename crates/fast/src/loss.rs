//! The softmax cross-entropy.

#[cfg(feature = "flex")]
mod one_operation;

use burn::nn::loss::CrossEntropyLoss;
use burn::tensor::{Int, Tensor};

/// The softmax cross-entropy −(1/N) Σ ln softmax(logits)_label: Burn's [`CrossEntropyLoss`] in less
/// time, with its gradient.
///
/// # Shapes
/// - `logits`: `[batch, classes]`
/// - `labels`: `[batch]`
/// - output: `[1]`
pub fn cross_entropy(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    #[cfg(feature = "flex")]
    if crate::is_on() && one_operation::can_compute(&logits, &labels) {
        return one_operation::forward(logits, labels);
    }
    in_tensors(logits, labels)
}

/// The plain form.
fn in_tensors(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let device = logits.device();
    CrossEntropyLoss::new(None, &device).forward(logits, labels)
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use burn::tensor::{DType, Device, TensorData};
    use extensions::random::{Purpose, Stream};

    use crate::numbers::bits;

    type Form = fn(Tensor<2>, Tensor<1, Int>) -> Tensor<1>;

    /// The loss and ∂(`scale` · loss)/∂logits.
    fn loss_and_gradient(
        form: Form,
        logits: &Tensor<2>,
        labels: &Tensor<1, Int>,
        scale: f32,
    ) -> (Vec<u32>, Vec<u32>) {
        let loss = form(logits.clone(), labels.clone());
        assert_eq!(loss.dims(), [1]);
        let gradient = logits.grad(&(loss.clone() * scale).backward()).expect("it is asked for");
        assert_eq!(gradient.dims(), logits.dims());
        (bits(loss.inner()), bits(gradient))
    }

    fn labels(classes: impl IntoIterator<Item = usize>, device: &Device) -> Tensor<1, Int> {
        let classes: Vec<i64> = classes.into_iter().map(|class| class as i64).collect();
        let n = classes.len();
        Tensor::from_data(TensorData::new(classes, [n]), device)
    }

    fn assert_alike(logits: Tensor<2>, labels: Tensor<1, Int>, scale: f32) {
        let logits = logits.require_grad();
        assert!(one_operation::can_compute(&logits, &labels));
        let plain = loss_and_gradient(in_tensors, &logits, &labels, scale);
        let fast = loss_and_gradient(one_operation::forward, &logits, &labels, scale);
        assert_eq!(plain, fast, "{:?} scale {scale}", logits.dims());
    }

    /// Shapes on both sides of every length of a vector, and of the 512 classes from which on flex
    /// looks for the largest logit in another way.
    #[test]
    fn both_forms_agree_to_the_last_bit() {
        let device = Device::flex().autodiff();
        let mut stream = Stream::new(1, Purpose::Weights);
        for [batch, classes] in [
            [128, 10],
            [100, 10],
            [1, 1],
            [1, 2],
            [3, 7],
            [7, 8],
            [5, 16],
            [33, 17],
            [130, 100],
            [3, 511],
            [4, 1000],
        ] {
            for size in [0.01, 1.0, 30.0, 200.0] {
                let n = batch * classes;
                let entries: Vec<f32> = (0..n).map(|_| size * stream.normal() as f32).collect();
                let logits = Tensor::from_data(TensorData::new(entries, [batch, classes]), &device);
                let labels = labels((0..batch).map(|i| 7 * i % classes), &device);
                for scale in [1.0, -0.3, 0.0] {
                    assert_alike(logits.clone(), labels.clone(), scale);
                }
            }
        }
    }

    #[test]
    fn infinite_and_undefined_logits_agree() {
        let device = Device::flex().autodiff();
        let (inf, nan) = (f32::INFINITY, f32::NAN);
        for row in [
            [0.0, nan, 1.0],
            [nan, 0.0, 1.0],
            [0.0, inf, 1.0],
            [inf, inf, 0.0],
            [0.0, -inf, 1.0],
            [-inf, 0.0, 0.0],
            [-inf, -inf, -inf],
            [-0.0, 0.0, -0.0],
            [3e38, -3e38, 0.0],
            [0.0, -200.0, -300.0],
        ] {
            for label in 0..3 {
                let logits = Tensor::from_data([row, [0.1, 0.2, 0.3]], &device);
                assert_alike(logits, labels([label, 1], &device), 1.0);
            }
        }
    }

    #[test]
    fn both_forms_agree_outside_of_training() {
        let device = Device::flex();
        let logits = Tensor::<2>::from_data([[0.1, -3.0], [2.0, 0.7], [0.0, 0.0]], &device);
        let labels = labels([0, 1, 1], &device);
        assert!(one_operation::can_compute(&logits, &labels));
        let forms: [Form; 2] = [in_tensors, one_operation::forward];
        let [plain, fast] = forms.map(|form| bits(form(logits.clone(), labels.clone())));
        assert_eq!(plain, fast);
    }

    #[test]
    fn the_plain_form_is_taken_where_the_fast_one_does_not_apply() {
        let device = Device::flex();
        let labels = labels([0, 1], &device);
        assert!(one_operation::can_compute(&Tensor::zeros([2, 3], &device), &labels));
        let doubles = Tensor::zeros([2, 3], (&device, DType::F64));
        assert!(!one_operation::can_compute(&doubles, &labels));
        assert!(!one_operation::can_compute(&Tensor::zeros([3, 2], &device).transpose(), &labels));
        assert_eq!(cross_entropy(doubles, labels).dims(), [1]);
    }

    #[test]
    #[should_panic(expected = "a label for each row")]
    fn a_missing_label_is_refused() {
        let device = Device::flex();
        one_operation::forward(Tensor::zeros([2, 3], &device), labels([0], &device));
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn a_label_that_is_no_class_is_refused() {
        let device = Device::flex();
        one_operation::forward(Tensor::zeros([1, 3], &device), labels([3], &device));
    }
}
