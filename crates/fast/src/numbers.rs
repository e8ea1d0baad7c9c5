//! What the tests compute with.

use burn::tensor::{Tensor, TensorData};

/// Numbers between −1 and 1 that follow no pattern (Knuth's generator of 64 bits).
pub fn numbers<const D: usize>(seed: u64, shape: [usize; D]) -> TensorData {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    TensorData::new((0..shape.iter().product()).map(|_| next()).collect::<Vec<_>>(), shape)
}

/// The bits of every entry; all that is not a number counts as alike.
pub fn bits<const D: usize>(tensor: Tensor<D>) -> Vec<u32> {
    let bits = |x: &f32| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() };
    tensor.into_data().as_slice::<f32>().expect("f32").iter().map(bits).collect()
}
