//! A layer of neurons, z = h(xW + b), in two forms: in plain Burn for every backend, and as one
//! operation for flex, with which a training step takes about a third less time.

#[cfg(feature = "flex")]
mod one_operation;
#[cfg(feature = "flex")]
mod product;

use burn::nn::Linear;
use burn::tensor::Tensor;
use models::Activation;

/// z = h(xW + b), or the weighted sums xW + b where `h` is `None`.
///
/// # Shapes
/// - `x`: `[batch, inputs]`
/// - `linear`: weight W `[inputs, outputs]`, bias b `[outputs]`
/// - output: `[batch, outputs]`
pub fn forward(x: Tensor<2>, linear: &Linear, h: Option<&Activation>) -> Tensor<2> {
    #[cfg(feature = "flex")]
    if one_operation::can_compute(&x, linear) {
        return match h {
            Some(Activation::Relu(_)) => one_operation::forward(x, linear, true),
            Some(h) => h.forward(one_operation::forward(x, linear, false)),
            None => one_operation::forward(x, linear, false),
        };
    }
    in_tensors(x, linear, h)
}

/// The plain form.
fn in_tensors(x: Tensor<2>, linear: &Linear, h: Option<&Activation>) -> Tensor<2> {
    let a = linear.forward(x); // xW + b: [batch, outputs]
    match h {
        Some(h) => h.forward(a), // [batch, outputs]
        None => a,
    }
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use burn::module::{Module, Param};
    use burn::nn::LinearConfig;
    use burn::tensor::{DType, Device};
    use models::ActivationConfig;

    use crate::numbers::{bits, numbers};

    /// No activation function, then three of them.
    fn functions(device: &Device) -> [Option<Activation>; 4] {
        [
            None,
            Some(ActivationConfig::Relu.init(device)),
            Some(ActivationConfig::Sigmoid.init(device)),
            Some(ActivationConfig::Tanh.init(device)),
        ]
    }

    fn linear([inputs, outputs]: [usize; 2], device: &Device) -> Linear {
        let linear = LinearConfig::new(inputs, outputs).init(device);
        Linear {
            weight: Param::from_tensor(Tensor::from_data(numbers(1, [inputs, outputs]), device)),
            bias: linear.bias.map(|_| Param::from_data(numbers(2, [outputs]), device)),
        }
    }

    type Form = fn(Tensor<2>, &Linear, Option<&Activation>) -> Tensor<2>;

    /// z, ∂L/∂W, ∂L/∂b, and ∂L/∂x if that is asked for, where L weighs each z differently.
    fn all_of(
        form: Form,
        x: &Tensor<2>,
        linear: &Linear,
        h: Option<&Activation>,
    ) -> [Option<Vec<u32>>; 4] {
        let z = form(x.clone(), linear, h);
        let weighing = Tensor::from_data(numbers(3, z.dims()), &z.device());
        let grads = (z.clone() * weighing).sum().backward();
        let of_b = linear.bias.as_ref().expect("it has one").val().grad(&grads);
        [
            Some(z.inner()),
            linear.weight.val().grad(&grads),
            of_b.map(|b| b.unsqueeze()),
            x.grad(&grads),
        ]
        .map(|tensor| tensor.map(bits))
    }

    #[test]
    fn both_forms_agree_to_the_last_bit() {
        let device = Device::flex().autodiff();
        for [batch, inputs, outputs] in
            [[128, 784, 100], [128, 100, 100], [128, 100, 10], [7, 13, 5], [3, 2, 17], [1, 1, 1]]
        {
            let linear = linear([inputs, outputs], &device);
            let dense = Tensor::<2>::from_data(numbers(4, [batch, inputs]), &device);
            let sparse = (dense.clone() - 0.6).clamp_min(0.0); // a fifth is not 0
            for h in functions(&device) {
                let h = h.as_ref();
                for x in [dense.clone(), dense.clone().require_grad(), sparse.clone()] {
                    assert!(one_operation::can_compute(&x, &linear));
                    let plain = all_of(in_tensors, &x, &linear, h);
                    assert_eq!(
                        plain,
                        all_of(forward, &x, &linear, h),
                        "{batch} {inputs} {outputs}"
                    );
                    assert_eq!(plain[3].is_some(), x.is_require_grad());
                    assert_eq!(plain[1].as_ref().map(Vec::len), Some(inputs * outputs));
                }
            }
        }
    }

    /// Without autodiff: what a finished network computes.
    #[test]
    fn both_forms_agree_outside_of_training() {
        let device = Device::flex();
        let linear = linear([13, 5], &device);
        let x = Tensor::<2>::from_data(numbers(4, [7, 13]), &device);
        assert!(one_operation::can_compute(&x, &linear));
        for h in functions(&device) {
            let h = h.as_ref();
            assert_eq!(
                bits(in_tensors(x.clone(), &linear, h)),
                bits(forward(x.clone(), &linear, h))
            );
        }
    }

    /// Burn multiplies a transposed matrix in another order.
    #[test]
    fn transposed_matrices_take_the_plain_form() {
        let device = Device::flex().autodiff();
        let in_rows = linear([13, 5], &device);
        let weight = Tensor::<2>::from_data(numbers(1, [5, 13]), &device).transpose();
        let transposed = Linear { weight: Param::from_tensor(weight), ..in_rows.clone() };
        let x = Tensor::<2>::from_data(numbers(4, [7, 13]), &device);
        assert!(one_operation::can_compute(&x, &in_rows));
        assert!(!one_operation::can_compute(&x, &transposed));
        let x = Tensor::<2>::from_data(numbers(4, [13, 7]), &device).transpose();
        assert!(!one_operation::can_compute(&x, &in_rows));
        assert_eq!(forward(x, &in_rows, None).dims(), [7, 5]);
    }

    /// A frozen layer, as in a network in which only some layers are trained.
    #[test]
    fn what_does_not_learn_has_no_gradient() {
        let device = Device::flex().autodiff();
        let learning = linear([13, 5], &device);
        let frozen = learning.clone().no_grad();
        let only_b = Linear { weight: frozen.weight.clone(), ..learning.clone() };
        let only_w = Linear { bias: frozen.bias.clone(), ..learning };
        let x = Tensor::from_data(numbers(4, [7, 13]), &device);
        for (linear, x, found) in [
            (&frozen, x.clone().require_grad(), [false, false, true]),
            (&only_b, x.clone(), [false, true, false]),
            (&only_w, x.clone(), [true, false, false]),
        ] {
            assert!(one_operation::can_compute(&x, linear));
            for h in functions(&device) {
                let h = h.as_ref();
                let plain = all_of(in_tensors, &x, linear, h);
                assert_eq!(plain, all_of(forward, &x, linear, h));
                assert_eq!([1, 2, 3].map(|i: usize| plain[i].is_some()), found);
            }
        }
    }

    /// Both gradients of W add up.
    #[test]
    fn a_layer_can_be_used_twice() {
        let twice = |form: Form| {
            let device = Device::flex().autodiff();
            let linear = linear([6, 6], &device);
            let x = Tensor::from_data(numbers(4, [9, 6]), &device).require_grad();
            assert!(one_operation::can_compute(&x, &linear));
            let relu = ActivationConfig::Relu.init(&device);
            let z = form(form(x.clone(), &linear, Some(&relu)), &linear, Some(&relu));
            let grads = (z.clone() * z).sum().backward();
            [x.grad(&grads), linear.weight.val().grad(&grads)].map(|grad| bits(grad.unwrap()))
        };
        assert_eq!(twice(in_tensors), twice(forward));
    }

    #[test]
    fn nan_and_infinity_come_through() {
        let device = Device::flex().autodiff();
        let linear = linear([2, 3], &device);
        let x = [[f32::NAN, 1.0], [f32::INFINITY, 0.0], [0.0, -0.0], [1e30, -1e38]];
        let x = Tensor::<2>::from_data(x, &device).require_grad();
        assert!(one_operation::can_compute(&x, &linear));
        let relu = ActivationConfig::Relu.init(&device);
        let plain = all_of(in_tensors, &x, &linear, Some(&relu));
        assert!(f32::from_bits(plain[0].as_ref().unwrap()[0]).is_nan());
        assert_eq!(plain, all_of(forward, &x, &linear, Some(&relu)));
    }

    #[test]
    fn what_is_not_f32_on_flex_or_has_no_bias_takes_the_plain_form() {
        let device = Device::flex();
        let x = Tensor::<2>::zeros([4, 3], &device);
        let with_bias = linear([3, 2], &device);
        assert!(one_operation::can_compute(&x, &with_bias));
        let without = LinearConfig::new(3, 2).with_bias(false).init(&device);
        assert!(!one_operation::can_compute(&x, &without));
        assert_eq!(forward(x, &without, None).dims(), [4, 2]);
        let doubles = Tensor::<2>::zeros([4, 3], (&device, DType::F64));
        assert!(!one_operation::can_compute(&doubles, &with_bias));
    }

    #[test]
    #[should_panic(expected = "a bias for each output")]
    fn a_bias_of_another_length_is_refused() {
        let device = Device::flex();
        let layer = Linear { bias: linear([3, 2], &device).bias, ..linear([3, 4], &device) };
        forward(Tensor::zeros([4, 3], &device), &layer, None);
    }

    #[test]
    #[should_panic(expected = "the columns of the first matrix are the rows of the second")]
    fn shapes_that_do_not_fit_are_refused() {
        let device = Device::flex();
        forward(Tensor::zeros([4, 5], &device), &linear([3, 2], &device), None);
    }
}
