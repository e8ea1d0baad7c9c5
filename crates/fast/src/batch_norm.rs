//! Batch normalization and the activation after it, in two forms: in plain Burn for every backend, and as one operation
//! for flex.

#[cfg(feature = "flex")]
mod one_operation;

use burn::nn::BatchNorm;
use burn::tensor::Tensor;
use models::Activation;

/// h(γ (x − μ) / √(σ² + ε) + β), with the mean μ and the variance σ² of the mini-batch on a device with autodiff, where
/// the running ones are updated too, and with the running ones elsewhere.
///
/// # Shapes
/// - `x`: `[batch, neurons]`
/// - output: `[batch, neurons]`
pub fn forward(x: Tensor<2>, norm: &BatchNorm, h: &Activation) -> Tensor<2> {
    #[cfg(feature = "flex")]
    if one_operation::can_compute(&x, norm) {
        let statistics = match x.device().is_autodiff() {
            true => of_batch(&x, norm),
            false => Tensor::stack(vec![norm.running_mean.value(), norm.running_var.value()], 0),
        };
        return match h {
            Activation::Relu(_) => one_operation::forward(x, norm, statistics, true),
            h => h.forward(one_operation::forward(x, norm, statistics, false)),
        };
    }
    in_tensors(x, norm, h)
}

/// The plain form.
fn in_tensors(x: Tensor<2>, norm: &BatchNorm, h: &Activation) -> Tensor<2> {
    h.forward(norm.forward(x)) // [batch, neurons]
}

/// The mean and the variance of the mini-batch, by which the running ones move: `[2, neurons]`.
#[cfg(feature = "flex")]
fn of_batch(x: &Tensor<2>, norm: &BatchNorm) -> Tensor<2> {
    let statistics = one_operation::statistics(x);
    let running = [&norm.running_mean, &norm.running_var];
    for (running, now) in running.into_iter().zip(statistics.clone().split(1, 0)) {
        let kept = running.value_sync() * (1.0 - norm.momentum);
        running.update(kept + now.squeeze_dim(0) * norm.momentum);
    }
    statistics
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use burn::module::{Module, Param};
    use burn::nn::BatchNormConfig;
    use burn::tensor::{DType, Device};
    use models::ActivationConfig;

    use crate::numbers::{bits, numbers};

    /// Batch normalization with other parameters than the initial ones.
    fn norm(neurons: usize, device: &Device) -> BatchNorm {
        let usual = BatchNormConfig::new(neurons).init(device);
        let param = |seed| Param::from_tensor(Tensor::from_data(numbers(seed, [neurons]), device));
        let (epsilon, momentum) = (1e-3, 0.3);
        BatchNorm { gamma: param(1), beta: param(2), epsilon, momentum, ..usual }
    }

    fn functions(device: &Device) -> [Activation; 3] {
        [ActivationConfig::Relu, ActivationConfig::Sigmoid, ActivationConfig::Tanh]
            .map(|of| of.init(device))
    }

    type Form = fn(Tensor<2>, &BatchNorm, &Activation) -> Tensor<2>;

    /// After two mini-batches: z, ∂L/∂x, ∂L/∂γ and ∂L/∂β as far as they are asked for, where L weighs each z
    /// differently, and the running mean and variance.
    fn all_of(
        form: Form,
        x: &Tensor<2>,
        norm: fn(usize, &Device) -> BatchNorm,
        h: &Activation,
    ) -> [Option<Vec<u32>>; 6] {
        let norm = norm(x.dims()[1], &x.device());
        form(x.clone() * 3.0 + 1.0, &norm, h);
        let z = form(x.clone(), &norm, h);
        let weighing = Tensor::from_data(numbers(3, z.dims()), &z.device());
        let grads = (z.clone() * weighing).sum().backward();
        let of_parameter = |parameter: &Param<Tensor<1>>| parameter.val().grad(&grads).map(bits);
        [
            Some(bits(z)),
            x.grad(&grads).map(bits),
            of_parameter(&norm.gamma),
            of_parameter(&norm.beta),
            Some(bits(norm.running_mean.value_sync())),
            Some(bits(norm.running_var.value_sync())),
        ]
    }

    #[test]
    fn both_forms_agree_to_the_last_bit() {
        let device = Device::flex().autodiff();
        for size in [[128, 100], [200, 100], [100, 10], [7, 13], [300, 1], [1, 5], [1, 1]] {
            let x = Tensor::<2>::from_data(numbers(4, size), &device);
            for h in functions(&device) {
                for x in [x.clone(), x.clone().require_grad()] {
                    assert!(one_operation::can_compute(&x, &norm(size[1], &device)));
                    let plain = all_of(in_tensors, &x, norm, &h);
                    assert_eq!(plain, all_of(forward, &x, norm, &h), "{size:?}");
                    assert_eq!(
                        plain.map(|bits| bits.is_some()),
                        [true, x.is_require_grad(), true, true, true, true]
                    );
                }
            }
        }
    }

    /// Burn then computes what the backward pass needs a second time instead of keeping it.
    #[test]
    fn both_forms_agree_with_gradient_checkpointing() {
        let device = Device::flex().autodiff().gradient_checkpointing();
        let x = Tensor::<2>::from_data(numbers(4, [9, 6]), &device).require_grad();
        assert!(one_operation::can_compute(&x, &norm(6, &device)));
        for h in functions(&device) {
            assert_eq!(all_of(in_tensors, &x, norm, &h), all_of(forward, &x, norm, &h));
        }
    }

    /// What a finished network computes.
    #[test]
    fn both_forms_agree_outside_of_training() {
        let device = Device::flex();
        let x = Tensor::<2>::from_data(numbers(4, [9, 6]), &device);
        let norm = norm(6, &device);
        norm.running_mean.update(Tensor::from_data(numbers(5, [6]), &device));
        norm.running_var.update(Tensor::from_data(numbers(6, [6]), &device).abs());
        norm.running_mean.value_sync();
        norm.running_var.value_sync();
        assert!(one_operation::can_compute(&x, &norm));
        for h in functions(&device) {
            assert_eq!(bits(in_tensors(x.clone(), &norm, &h)), bits(forward(x.clone(), &norm, &h)));
        }
    }

    /// The variance is 0, and ∂L/∂x is not finite where x is not.
    #[test]
    fn equal_and_infinite_numbers_come_through() {
        let device = Device::flex().autodiff();
        let x =
            [[0.5, f32::NAN, 1.0, 1e30], [0.5, 0.0, f32::INFINITY, -1e30], [0.5, -0.0, 2.0, 1e-30]];
        let x = Tensor::<2>::from_data(x, &device).require_grad();
        for h in functions(&device) {
            let plain = all_of(in_tensors, &x, norm, &h);
            assert!(f32::from_bits(plain[0].as_ref().unwrap()[1]).is_nan());
            assert_eq!(plain, all_of(forward, &x, norm, &h));
        }
    }

    #[test]
    fn what_does_not_learn_has_no_gradient() {
        let device = Device::flex().autodiff();
        let x = Tensor::<2>::from_data(numbers(4, [9, 6]), &device).require_grad();
        let only_beta = |neurons, device: &Device| {
            let norm = norm(neurons, device);
            BatchNorm { gamma: norm.gamma.set_require_grad(false), ..norm }
        };
        let only_gamma = |neurons, device: &Device| {
            let norm = norm(neurons, device);
            BatchNorm { beta: norm.beta.set_require_grad(false), ..norm }
        };
        for (of, learns) in
            [(only_beta as fn(usize, &Device) -> _, [false, true]), (only_gamma, [true, false])]
        {
            for h in functions(&device) {
                let plain = all_of(in_tensors, &x, of, &h);
                assert_eq!(plain, all_of(forward, &x, of, &h));
                assert_eq!([2, 3].map(|i: usize| plain[i].is_some()), learns);
            }
        }
    }

    #[test]
    fn what_this_form_does_not_have_takes_the_plain_form() {
        let device = Device::flex();
        let x = Tensor::<2>::zeros([4, 3], &device);
        assert!(one_operation::can_compute(&x, &norm(3, &device)));
        let doubles = Tensor::<2>::zeros([4, 3], (&device, DType::F64));
        let transposed = Tensor::<2>::zeros([3, 4], &device).transpose();
        for x in [doubles, transposed, Tensor::zeros([0, 3], &device)] {
            assert!(!one_operation::can_compute(&x, &norm(3, &device)));
        }
        let device = device.autodiff();
        assert!(!one_operation::can_compute(&x, &norm(3, &device)));
        // Burn normalizes a frozen layer by what is running, even while the others learn.
        let frozen = norm(3, &device).freeze();
        let x = Tensor::<2>::from_data(numbers(4, [4, 3]), &device);
        assert!(!one_operation::can_compute(&x, &frozen));
        let relu = ActivationConfig::Relu.init(&device);
        assert_eq!(bits(in_tensors(x.clone(), &frozen, &relu)), bits(forward(x, &frozen, &relu)));
    }
}
