//! Files of PyTorch for tests: tensors whose numbers are all 0.

use std::collections::HashMap;

use safetensors::Dtype;
use safetensors::tensor::TensorView;

/// A tensor: its name, its type, its shape and its bytes.
pub type Numbers<'a> = (&'a str, Dtype, &'a [usize], Vec<u8>);

/// The tensors of a network of a convolution with two filters `[2, 1, rows, columns]`, a batch normalization, and a
/// linear layer with this name and the shape `[outputs, inputs]`.
pub fn convolution<'a>(
    filters: &'a [usize; 4],
    [weight, bias]: [&'a str; 2],
    linear: &'a [usize; 2],
) -> Vec<Numbers<'a>> {
    let shapes: [(&str, &[usize]); 8] = [
        ("conv.weight", filters),
        ("conv.bias", &[2]),
        ("norm.weight", &[2]),
        ("norm.bias", &[2]),
        ("norm.running_mean", &[2]),
        ("norm.running_var", &[2]),
        (weight, linear),
        (bias, &linear[..1]),
    ];
    let zeros = |shape: &[usize]| vec![0; 4 * shape.iter().product::<usize>()];
    shapes.map(|(name, shape)| (name, Dtype::F32, shape, zeros(shape))).into()
}

/// The bytes of a file with these tensors and facts.
pub fn file(tensors: &[Numbers], facts: &[(&str, &str)]) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (*name, TensorView::new(*dtype, shape.to_vec(), bytes).expect("as many bytes as numbers"))
    });
    let facts: HashMap<_, _> =
        facts.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    safetensors::serialize(views, Some(facts)).expect("tensors can be written")
}
