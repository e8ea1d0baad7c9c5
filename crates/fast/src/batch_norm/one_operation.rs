//! Batch normalization, and ReLU after it, as one operation with its own backward pass, for the flex backend.
//!
//! Burn computes it step by step: each difference, quotient and product of a mini-batch is a matrix of its own, with
//! the numbers of a neuron spread over its rows, and sums over the mini-batch copy it with rows and columns exchanged.
//! Here a pass over the matrix does what can be done with an entry. The sums are Burn's own, so that they add in the same
//! order, and everything is rounded in the same places: both forms compute the same bits.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, AutodiffBackend, Backend, Dispatch, Flex, backend_extension};
use burn::nn::BatchNorm;
use burn::tensor::{Device, Tensor};

use crate::flex::{entries, is_f32_in_rows, passes_relu, size, tensor};

/// Whether [`forward`] can compute this: f32 on the flex backend, row by row, with or without autodiff, and something
/// to normalize.
pub fn can_compute(x: &Tensor<2>, norm: &BatchNorm) -> bool {
    let [gamma, beta] = [norm.gamma.val(), norm.beta.val()];
    let of_neurons = [&gamma, &beta, &norm.running_mean.value(), &norm.running_var.value()];
    let device = x.device();
    let is_there = |other: Device| other == device && other.is_autodiff() == device.is_autodiff();
    let fits = |tensor: &&Tensor<1>| {
        tensor.dims() == [x.dims()[1]] && is_there(tensor.device()) && is_f32_in_rows(*tensor)
    };
    // A layer that is not trained on a device with autodiff has another gradient.
    let is_usual = norm.training.is_enabled() || !device.is_autodiff();
    x.shape().num_elements() > 0 && is_usual && is_f32_in_rows(x) && of_neurons.iter().all(fits)
}

/// The means and the biased variances of the columns: `[batch, neurons]` to `[2, neurons]`, without gradient.
///
/// # Panics
/// If [`can_compute`] returns false.
pub fn statistics(x: &Tensor<2>) -> Tensor<2> {
    Tensor::from_dispatch(Dispatch::batch_statistics(x.clone().into_dispatch()))
}

/// γ (x − μ) / √(σ² + ε) + β, or its positive part with `relu`, where `statistics` holds μ and σ².
/// On a device with autodiff, they count as those of x, on which they then depend.
///
/// # Panics
/// If [`can_compute`] returns false.
pub fn forward(x: Tensor<2>, norm: &BatchNorm, statistics: Tensor<2>, relu: bool) -> Tensor<2> {
    let (gamma, beta) = (norm.gamma.val().into_dispatch(), norm.beta.val().into_dispatch());
    let (x, statistics) = (x.into_dispatch(), statistics.into_dispatch());
    Tensor::from_dispatch(Dispatch::normalize(x, gamma, beta, statistics, norm.epsilon, relu))
}

/// The backends that have the operations. The macro implements them for `Dispatch`, the backend of every `Tensor`, which
/// calls the backend that the tensor is on.
#[backend_extension(Flex, Autodiff)]
pub trait BatchNormBackend: Backend {
    /// Means and biased variances of the columns.
    fn batch_statistics(x: FloatTensor<Self>) -> FloatTensor<Self>;

    /// γ (x − μ) / √(σ² + ε) + β, or its positive part with `relu`.
    fn normalize(
        x: FloatTensor<Self>,
        gamma: FloatTensor<Self>,
        beta: FloatTensor<Self>,
        statistics: FloatTensor<Self>,
        epsilon: f64,
        relu: bool,
    ) -> FloatTensor<Self>;
}

/// Forwards.
impl BatchNormBackend for Flex {
    fn batch_statistics(x: FlexTensor) -> FlexTensor {
        let [batch, neurons] = size(&x);
        let columns = transposed(entries(&x), batch); // [neurons, batch]
        let mut statistics = row_sums(&columns);
        divide(&mut statistics, batch as f32);
        let mut columns = columns.into_data();
        let squares = columns.as_mut_slice::<f32>().expect("made from f32 above");
        square_of_centered(squares, &statistics, batch);
        let mut variances = row_sums(&FlexTensor::from_data(columns));
        divide(&mut variances, batch as f32);
        statistics.append(&mut variances);
        tensor(statistics, [2, neurons])
    }

    fn normalize(
        x: FlexTensor,
        gamma: FlexTensor,
        beta: FlexTensor,
        statistics: FlexTensor,
        epsilon: f64,
        relu: bool,
    ) -> FlexTensor {
        let [mean, variance] = mean_and_variance(&statistics);
        let std: Vec<_> =
            variance.iter().map(|variance| (variance + epsilon as f32).sqrt()).collect();
        let mut z = entries(&x).to_vec();
        scale_and_shift(&mut z, mean, &std, entries(&gamma), entries(&beta), relu);
        tensor(z, size(&x))
    }
}

/// Forwards, keeping what the backward pass needs.
impl<C: CheckpointStrategy> BatchNormBackend for Autodiff<Flex, C> {
    fn batch_statistics(x: FloatTensor<Self>) -> FloatTensor<Self> {
        Self::from_inner(Flex::batch_statistics(x.into_primitive()))
    }

    fn normalize(
        x: FloatTensor<Self>,
        gamma: FloatTensor<Self>,
        beta: FloatTensor<Self>,
        statistics: FloatTensor<Self>,
        epsilon: f64,
        relu: bool,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), gamma.node(), beta.node()];
        let [x, gamma, beta, statistics] =
            [x, gamma, beta, statistics].map(|tensor| tensor.into_primitive());
        let z = Flex::normalize(x.clone(), gamma.clone(), beta, statistics.clone(), epsilon, relu);
        match BatchNormBackward.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => {
                let relu = relu.then(|| z.clone());
                prep.finish(Kept { x, gamma, statistics, epsilon, relu }, z)
            }
            OpsKind::UnTracked(prep) => prep.finish(z),
        }
    }
}

/// What the backward pass needs; z only where there is a ReLU.
#[derive(Clone, Debug)]
struct Kept {
    x: FlexTensor,
    gamma: FlexTensor,
    statistics: FlexTensor,
    epsilon: f64,
    relu: Option<FlexTensor>,
}

/// Backwards, where y = γ n + β with n = (x − μ) / √(σ² + ε), and sums go over the N rows of the mini-batch:
///
/// > ∂L/∂y = ∂L/∂z where z > 0, else 0 (or ∂L/∂z itself without a ReLU)
/// > ∂L/∂β = Σ ∂L/∂y, ∂L/∂γ = Σ n ∂L/∂y
/// > ∂L/∂x = γ / √(σ² + ε) · (∂L/∂y − 1/N ∂L/∂β − n/N ∂L/∂γ)
#[derive(Debug)]
struct BatchNormBackward;

impl Backward<Flex, 3> for BatchNormBackward {
    type State = Kept;

    fn backward(self, ops: Ops<Kept, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let [of_x, of_gamma, of_beta] = ops.parents; // `None` where that gradient is not needed
        let Kept { x, gamma, statistics, epsilon, relu } = ops.state;
        let [batch, neurons] = size(&x);
        let [mean, variance] = mean_and_variance(&statistics);
        let inverse = |variance: &f32| 1.0 / (variance + epsilon as f32).sqrt();
        let inverse: Vec<_> = variance.iter().map(inverse).collect();
        let x = entries(&x);

        let mut gradient = grads.consume::<Flex>(&ops.node).into_data();
        let dy = gradient.as_mut_slice::<f32>().expect("the gradient of an f32 tensor is one");
        if let Some(z) = &relu {
            stop(dy, entries(z));
        }
        let dbeta = row_sums(&transposed(dy, batch));
        let mut products = x.to_vec();
        multiply_normalized(&mut products, mean, &inverse, dy);
        let dgamma = row_sums(&transposed(&products, batch));

        if let Some(node) = of_x {
            let [mut mean_dy, mut mean_product] = [dbeta.clone(), dgamma.clone()];
            divide(&mut mean_dy, batch as f32);
            divide(&mut mean_product, batch as f32);
            let scale = entries(&gamma).iter().zip(&inverse);
            let scale: Vec<_> = scale.map(|(gamma, inverse)| gamma * inverse).collect();
            backward_to_x(dy, x, [mean, &inverse, &mean_dy, &mean_product, &scale]);
            grads.register::<Flex>(node.id, FlexTensor::from_data(gradient));
        }
        if let Some(node) = of_gamma {
            grads.register::<Flex>(node.id, tensor(dgamma, [neurons]));
        }
        if let Some(node) = of_beta {
            grads.register::<Flex>(node.id, tensor(dbeta, [neurons]));
        }
    }
}

fn mean_and_variance(statistics: &FlexTensor) -> [&[f32]; 2] {
    entries(statistics).split_at(size(statistics)[1]).into()
}

/// The sum of each row, in the order in which Burn adds.
fn row_sums(rows: &FlexTensor) -> Vec<f32> {
    entries(&Flex::float_sum_dim(rows.clone(), 1)).to_vec()
}

fn divide(sums: &mut [f32], n: f32) {
    sums.iter_mut().for_each(|sum| *sum /= n);
}

/// The columns of a matrix of so many rows, one after the other. It goes through squares that stay in the cache.
fn transposed(rows: &[f32], height: usize) -> FlexTensor {
    const SIDE: usize = 16;
    let width = rows.len() / height;
    let mut columns = vec![0.0; rows.len()];
    for top in (0..height).step_by(SIDE) {
        let bottom = height.min(top + SIDE);
        for left in (0..width).step_by(SIDE) {
            for column in left..width.min(left + SIDE) {
                let to = &mut columns[column * height + top..column * height + bottom];
                let from = rows[top * width + column..].iter().step_by(width);
                to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
            }
        }
    }
    tensor(columns, [width, height])
}

// The loops that are compiled for the widest vectors of the processor that they run on. S is the width; the macro uses
// it.

/// (x − μ)² of each entry, where the matrix has a row for each neuron.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn square_of_centered<S: macerator::Simd>(columns: &mut [f32], mean: &[f32], batch: usize) {
    for (row, mean) in columns.chunks_exact_mut(batch).zip(mean) {
        row.iter_mut().for_each(|x| *x = (*x - mean) * (*x - mean));
    }
}

/// γ (x − μ) / σ + β, or its positive part, in the place of x.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn scale_and_shift<S: macerator::Simd>(
    x: &mut [f32],
    mean: &[f32],
    std: &[f32],
    gamma: &[f32],
    beta: &[f32],
    relu: bool,
) {
    for row in x.chunks_exact_mut(mean.len()) {
        let neurons = row.iter_mut().zip(mean).zip(std).zip(gamma).zip(beta);
        for ((((x, mean), std), gamma), beta) in neurons {
            let y = (*x - mean) / std * gamma + beta;
            *x = if !relu || passes_relu(y) { y } else { 0.0 };
        }
    }
}

/// Sets the gradient to 0 where ReLU was 0.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn stop<S: macerator::Simd>(dy: &mut [f32], z: &[f32]) {
    for (dy, z) in dy.iter_mut().zip(z) {
        *dy = if passes_relu(*z) { *dy } else { 0.0 };
    }
}

/// n ∂L/∂y in the place of x, with n = (x − μ) · 1/σ.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn multiply_normalized<S: macerator::Simd>(
    x: &mut [f32],
    mean: &[f32],
    inverse: &[f32],
    dy: &[f32],
) {
    for (row, dy) in x.chunks_exact_mut(mean.len()).zip(dy.chunks_exact(mean.len())) {
        for (((x, mean), inverse), dy) in row.iter_mut().zip(mean).zip(inverse).zip(dy) {
            *x = dy * ((*x - mean) * inverse);
        }
    }
}

/// ∂L/∂x in the place of ∂L/∂y. Of each neuron: μ, 1/σ, the means of ∂L/∂y and of n ∂L/∂y, and γ/σ.
#[macerator::with_simd]
#[allow(clippy::extra_unused_type_parameters)]
fn backward_to_x<S: macerator::Simd>(dy: &mut [f32], x: &[f32], of_neurons: [&[f32]; 5]) {
    let [mean, inverse, mean_dy, mean_product, scale] = of_neurons;
    for (dy, x) in dy.chunks_exact_mut(mean.len()).zip(x.chunks_exact(mean.len())) {
        let neurons = dy.iter_mut().zip(x).zip(mean).zip(inverse);
        let neurons = neurons.zip(mean_dy).zip(mean_product).zip(scale);
        for ((((((dy, x), mean), inverse), mean_dy), mean_product), scale) in neurons {
            *dy = scale * ((*dy - mean_dy) - (x - mean) * inverse * mean_product);
        }
    }
}
