//! An update of weights in one pass over memory.
//!
//! Written with tensors, each arithmetic operation of an update goes over all weights once: Adam's
//! goes over them a dozen times, which took a sixth of a training step. Where the numbers lie in this
//! machine's memory, one pass does. Each optimizer here has its update in both forms, the tensors'
//! for every backend, and a test holds them together to the last bit.

use burn::tensor::{DType, Tensor};

/// Whether [`one_pass`] can update `w`: f32 on the flex backend, whose tensors give their numbers
/// away without copying them. Autodiff must be off, since a pass leaves no trace for it.
pub(crate) fn can_take_one_pass<const D: usize>(w: &Tensor<D>) -> bool {
    #[cfg(feature = "flex")]
    {
        use burn::tensor::Device;
        let device = w.device();
        w.dtype() == DType::F32 && !device.is_autodiff() && device == Device::flex()
    }
    #[cfg(not(feature = "flex"))]
    {
        let _ = w;
        false
    }
}

/// The new weights and the new state: `rule` is applied to each weight, its gradient's entry and its
/// entries of the state. Memory is reused where no other tensor shares it.
///
/// # Panics
/// If shapes differ, or not all are f32.
pub(crate) fn one_pass<const D: usize, const N: usize>(
    w: Tensor<D>,
    grad: Tensor<D>,
    state: [Tensor<D>; N],
    rule: impl Fn(&mut f32, f32, [&mut f32; N]),
) -> (Tensor<D>, [Tensor<D>; N]) {
    let device = w.device();
    let shape = w.dims();
    assert!(grad.dims() == shape && state.iter().all(|s| s.dims() == shape), "one shape for all");
    let (mut w, grad, mut state) = (w.into_data(), grad.into_data(), state.map(Tensor::into_data));
    let numbers = "can_take_one_pass asks for f32";
    for_each_entry(
        w.as_mut_slice().expect(numbers),
        grad.as_slice().expect(numbers),
        state.each_mut().map(|s| s.as_mut_slice().expect(numbers)),
        rule,
    );
    // f32 as they were, whatever the device's default is.
    let tensor = |data| Tensor::from_data(data, (&device, DType::F32));
    (tensor(w), state.map(tensor))
}

/// The loop, compiled for the widest vectors of the processor that it runs on.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)] // S is the macro's: the width
fn for_each_entry<S: macerator::Simd, F: Fn(&mut f32, f32, [&mut f32; N]), const N: usize>(
    w: &mut [f32],
    grad: &[f32],
    state: [&mut [f32]; N],
    rule: F,
) {
    let n = w.len();
    let grad = &grad[..n];
    let mut state = state.map(|s| &mut s[..n]);
    for i in 0..n {
        rule(&mut w[i], grad[i], state.each_mut().map(|s| &mut s[i]));
    }
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use crate::optimizers::{AdaGrad, Adam, Momentum, Nesterov};
    use crate::random::{Purpose, Stream};
    use burn::tensor::{Device, TensorData};

    /// Runs both forms of an optimizer from the same weights on the same gradients, on two shapes of
    /// which one is no multiple of any vector's length, and holds every number of them together.
    macro_rules! both_forms_agree {
        ($test:ident, $optimizer:expr, [$($part:ident),+]) => {
            #[test]
            fn $test() {
                let optimizer = $optimizer;
                for shape in [[37, 29], [1, 1]] {
                    let mut stream = Stream::new(3, Purpose::Weights);
                    let mut draw = || {
                        let n = shape[0] * shape[1];
                        let entries: Vec<f32> = (0..n).map(|_| stream.normal() as f32).collect();
                        Tensor::<2>::from_data(TensorData::new(entries, shape), &Device::flex())
                    };
                    let (mut a, mut b) = (draw(), None);
                    let (mut state_a, mut state_b) = (None, None);
                    for _ in 0..50 {
                        let (grad, start) = (draw(), b.take().unwrap_or_else(|| a.clone()));
                        let (new_a, s) = optimizer.in_tensors(0.1, a, grad.clone(), state_a);
                        (a, state_a) = (new_a, Some(s));
                        let (new_b, s) = optimizer.in_one_pass(0.1, start, grad, state_b);
                        let numbers = |t: &Tensor<2>| t.to_data().try_to_vec::<f32>().unwrap();
                        assert_eq!(numbers(&a), numbers(&new_b));
                        $(assert_eq!(numbers(&state_a.as_ref().unwrap().$part), numbers(&s.$part));)+
                        (b, state_b) = (Some(new_b), Some(s));
                    }
                }
            }
        };
    }

    both_forms_agree!(momentum, Momentum::default(), [velocity]);
    both_forms_agree!(nesterov, Nesterov::default(), [velocity]);
    both_forms_agree!(
        adagrad,
        AdaGrad { initial_accumulator: 0.1, learning_rate_decay: 0.01, ..AdaGrad::default() },
        [accumulator]
    );
    both_forms_agree!(adam, Adam::default(), [mean, square]);

    #[test]
    fn what_is_not_f32_on_flex_or_is_tracked_takes_the_tensors_form() {
        let device = Device::flex();
        assert!(can_take_one_pass(&Tensor::<1>::zeros([3], &device)));
        assert!(!can_take_one_pass(&Tensor::<1>::zeros([3], (&device, DType::F64))));
        assert!(!can_take_one_pass(&Tensor::<1>::zeros([3], &device.autodiff())));
    }
}
