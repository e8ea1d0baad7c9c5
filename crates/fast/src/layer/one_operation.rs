//! h(xW + b) as one operation with its own backward pass, for the flex backend.
//!
//! Burn computes the product, adds b and applies h one after the other, each into memory of its own
//! that is set to zero or copied first; the backward pass does likewise. Here the product is written
//! once, the rest happens in place, and the graph of the backward pass has one node for each layer
//! instead of four. Both forms round in the same order, so they compute the same bits.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::nn::Linear;
use burn::tensor::Tensor;

use super::product::{Matrix, product};
use crate::flex::{entries, is_f32_in_rows, passes_relu, size, tensor};

/// Whether [`forward`] can compute this: f32 on the flex backend, row by row, with or without autodiff,
/// and a layer that has outputs and a bias.
pub fn can_compute(x: &Tensor<2>, linear: &Linear) -> bool {
    let (w, b) = (linear.weight.val(), linear.bias.as_ref().map(|b| b.val()));
    let b_fits = b.is_some_and(|b| is_f32_in_rows(&b));
    is_f32_in_rows(x) && is_f32_in_rows(&w) && w.dims()[1] > 0 && b_fits
}

/// xW + b, or max(0, xW + b) with `relu`.
///
/// # Panics
/// If the shapes do not fit, or [`can_compute`] returns false.
pub fn forward(x: Tensor<2>, linear: &Linear, relu: bool) -> Tensor<2> {
    let b = linear.bias.as_ref().expect("can_compute asks for a bias");
    let (w, b) = (linear.weight.val(), b.val());
    let [x, w, b] = [x.into_dispatch(), w.into_dispatch(), b.into_dispatch()];
    Tensor::from_dispatch(Dispatch::layer(x, w, b, relu))
}

/// The backends that have the operation. The macro implements it for `Dispatch`, the backend of every
/// `Tensor`, which calls the backend that the tensor is on.
#[backend_extension(Flex, Autodiff)]
pub trait LayerBackend: Backend {
    /// xW + b, or max(0, xW + b) with `relu`: `[batch, inputs]`, `[inputs, outputs]`, `[outputs]` to
    /// `[batch, outputs]`.
    fn layer(
        x: FloatTensor<Self>,
        w: FloatTensor<Self>,
        b: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self>;
}

/// Forwards.
impl LayerBackend for Flex {
    fn layer(x: FlexTensor, w: FlexTensor, b: FlexTensor, relu: bool) -> FlexTensor {
        assert_eq!(entries(&b).len(), size(&w)[1], "a bias for each output");
        let mut z = product(matrix(&x), matrix(&w));
        add_bias(&mut z, entries(&b), relu);
        tensor(z, [size(&x)[0], size(&w)[1]])
    }
}

/// Forwards, keeping what the backward pass needs.
impl<C: CheckpointStrategy> LayerBackend for Autodiff<Flex, C> {
    fn layer(
        x: FloatTensor<Self>,
        w: FloatTensor<Self>,
        b: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), w.node(), b.node()];
        let [x, w, b] = [x, w, b].map(|tensor| tensor.into_primitive());
        let z = Flex::layer(x.clone(), w.clone(), b, relu);
        match LayerBackward.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish(Kept { x, w, relu: relu.then(|| z.clone()) }, z),
            OpsKind::UnTracked(prep) => prep.finish(z),
        }
    }
}

/// What the backward pass needs; z only where there is a ReLU.
#[derive(Clone, Debug)]
struct Kept {
    x: FlexTensor,
    w: FlexTensor,
    relu: Option<FlexTensor>,
}

/// Backwards, where a = xW + b:
///
/// > ∂L/∂a = ∂L/∂z where a > 0, else 0 (or ∂L/∂z itself without a ReLU)
/// > ∂L/∂x = ∂L/∂a Wᵀ, ∂L/∂W = xᵀ ∂L/∂a, ∂L/∂b = the sum of ∂L/∂a over the mini-batch
#[derive(Debug)]
struct LayerBackward;

impl Backward<Flex, 3> for LayerBackward {
    type State = Kept;

    fn backward(self, ops: Ops<Kept, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let [of_x, of_w, of_b] = ops.parents; // `None` where that gradient is not needed
        let Kept { x, w, relu } = ops.state;
        let [[batch, inputs], [_, outputs]] = [size(&x), size(&w)];

        let mut da = grads.consume::<Flex>(&ops.node).into_data();
        let da = da.as_mut_slice::<f32>().expect("the gradient of an f32 tensor is one");
        let mut db = vec![0.0; outputs];
        match &relu {
            Some(z) => stop_and_sum(da, entries(z), &mut db),
            None => sum(da, &mut db),
        }
        let da = Matrix::new(da, [batch, outputs]);
        if let Some(node) = of_x {
            let dx = product(da, matrix(&w).transposed());
            grads.register::<Flex>(node.id, tensor(dx, [batch, inputs]));
        }
        if let Some(node) = of_w {
            let dw = product(matrix(&x).transposed(), da);
            grads.register::<Flex>(node.id, tensor(dw, [inputs, outputs]));
        }
        if let Some(node) = of_b {
            grads.register::<Flex>(node.id, tensor(db, [outputs]));
        }
    }
}

// The loops that are not products, compiled for the widest vectors of the processor that they run on.
// S is the width; the macro uses it.

/// Adds b to each row, and with `relu` replaces negative sums by 0.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn add_bias<S: macerator::Simd>(z: &mut [f32], b: &[f32], relu: bool) {
    for z in z.chunks_exact_mut(b.len()) {
        for (z, b) in z.iter_mut().zip(b) {
            let a = *z + b;
            *z = if !relu || passes_relu(a) { a } else { 0.0 };
        }
    }
}

/// Sets the gradient to 0 where ReLU was 0, and adds its rows to `db`.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn stop_and_sum<S: macerator::Simd>(da: &mut [f32], z: &[f32], db: &mut [f32]) {
    for (da, z) in da.chunks_exact_mut(db.len()).zip(z.chunks_exact(db.len())) {
        for ((da, z), db) in da.iter_mut().zip(z).zip(db.iter_mut()) {
            *da = if passes_relu(*z) { *da } else { 0.0 };
            *db += *da;
        }
    }
}

/// Adds the rows of the gradient to `db`.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn sum<S: macerator::Simd>(da: &[f32], db: &mut [f32]) {
    for da in da.chunks_exact(db.len()) {
        for (da, db) in da.iter().zip(db.iter_mut()) {
            *db += da;
        }
    }
}

fn matrix(tensor: &FlexTensor) -> Matrix<'_> {
    Matrix::new(entries(tensor), size(tensor))
}
