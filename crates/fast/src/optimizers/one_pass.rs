//! Loops over the weights, their gradients and the state of an optimizer.

use burn::tensor::{DType, Tensor};

/// Whether [`one_pass`] should update `w`: f32 on the flex backend, whose tensors hand over their
/// numbers without a copy. Autodiff must be off, because the graph does not see the update.
pub fn can_take_one_pass<const D: usize>(w: &Tensor<D>) -> bool {
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

/// The new weights and the new state: `update` changes the weights and the state, given the gradient.
/// Memory that no other tensor shares is reused.
///
/// # Panics
/// If the shapes differ, or not all tensors are f32.
pub fn one_pass<const D: usize, const N: usize>(
    w: Tensor<D>,
    grad: Tensor<D>,
    state: [Tensor<D>; N],
    update: impl FnOnce(&mut [f32], &[f32], [&mut [f32]; N]),
) -> (Tensor<D>, [Tensor<D>; N]) {
    let device = w.device();
    let shape = w.dims();
    assert!(grad.dims() == shape && state.iter().all(|s| s.dims() == shape), "one shape for all");
    let (mut w, grad, mut state) = (w.into_data(), grad.into_data(), state.map(Tensor::into_data));
    let numbers = "can_take_one_pass asks for f32";
    update(
        w.as_mut_slice().expect(numbers),
        grad.as_slice().expect(numbers),
        state.each_mut().map(|s| s.as_mut_slice().expect(numbers)),
    );
    // f32 as they were, whatever the device's default is.
    let tensor = |data| Tensor::from_data(data, (&device, DType::F32));
    (tensor(w), state.map(tensor))
}

/// Applies `rule` to each weight, its gradient's entry and its entries of the state. Compiled for the widest vectors
/// of the processor that it runs on.
#[cfg(feature = "flex")]
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)] // S is the width, which the macro uses
pub fn for_each_entry<S: macerator::Simd, F: Fn(&mut f32, f32, [&mut f32; N]), const N: usize>(
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

/// Without flex no tensor comes here; see [`can_take_one_pass`].
#[cfg(not(feature = "flex"))]
pub fn for_each_entry<F: Fn(&mut f32, f32, [&mut f32; N]), const N: usize>(
    _: &mut [f32],
    _: &[f32],
    _: [&mut [f32]; N],
    _: F,
) {
    unreachable!("one pass is for the flex backend");
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use burn::tensor::Device;

    #[test]
    fn the_plain_form_is_taken_where_the_fast_one_does_not_apply() {
        let device = Device::flex();
        assert!(can_take_one_pass(&Tensor::<1>::zeros([3], &device)));
        assert!(!can_take_one_pass(&Tensor::<1>::zeros([3], (&device, DType::F64))));
        assert!(!can_take_one_pass(&Tensor::<1>::zeros([3], &device.autodiff())));
    }
}
