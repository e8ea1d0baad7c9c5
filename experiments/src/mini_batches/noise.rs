//! The gradient noise: how far the gradients of mini-batches are from the gradient on all images, at the
//! initial weights.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};
use datasets::Samples;
use extensions::random::Purpose;
use models::Mlp;
use serde::{Deserialize, Serialize};
use training::any_number;
use training::batches::batch;
use training::classifier::Classifier;
use training::loss::cross_entropy;
use training::mini_batches::{Drawing, MiniBatches};
use training::statistics::mean;
use training::trial::Trial;

/// How many mini-batches of each size are drawn.
pub const MINI_BATCHES: usize = 100;

/// How the gradients g_B of randomly drawn mini-batches of one size differ from the gradient g on all images.
///
/// Each of them is kept as its two parts in the plane of g and itself, as multiples of the length of g. The
/// exact gradient would be at (1, 0).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gradients {
    /// The number of images in each mini-batch.
    pub size: usize,
    /// The part of each g_B along g: ⟨g_B, g⟩ / ‖g‖².
    #[serde(with = "any_number")]
    pub along: Vec<f64>,
    /// The length of the part of each g_B that is perpendicular to g, divided by ‖g‖.
    #[serde(with = "any_number")]
    pub across: Vec<f64>,
    /// The relative deviation of the mean of all these gradients: ‖mean of g_B − g‖ / ‖g‖.
    #[serde(with = "any_number")]
    pub of_mean: f64,
}

impl Gradients {
    /// The relative deviation of each mini-batch's gradient: ‖g_B − g‖ / ‖g‖.
    pub fn deviations(&self) -> Vec<f64> {
        self.parts().map(|(along, across)| (along - 1.0).hypot(across)).collect()
    }

    /// The mean square of the relative deviations.
    pub fn mean_square(&self) -> f64 {
        mean(&self.deviations().iter().map(|x| x * x).collect::<Vec<_>>())
    }

    /// The angle between each mini-batch's gradient and g, in degrees.
    pub fn angles(&self) -> Vec<f64> {
        self.parts().map(|(along, across)| across.atan2(along).to_degrees()).collect()
    }

    /// The parts along g and across it, of each mini-batch's gradient.
    pub fn parts(&self) -> impl Iterator<Item = (f64, f64)> {
        self.along.iter().copied().zip(self.across.iter().copied())
    }

    /// The parts along g and across it of the mean of all these gradients.
    pub fn mean(&self) -> (f64, f64) {
        let along = mean(&self.along);
        // ‖mean − g‖² is (along − 1)² + across²; rounding must not make the root of a negative number.
        let across = (self.of_mean.powi(2) - (along - 1.0).powi(2)).max(0.0).sqrt();
        (along, across)
    }

    /// Whether this can be what [`measure`] returns for mini-batches of `size`. No length is negative; all
    /// are NaN or infinite if g is 0.
    pub(super) fn fits(&self, size: usize) -> bool {
        let are_lengths = |numbers: &[f64]| numbers.iter().all(|x| x.is_nan() || *x >= 0.0);
        self.size == size
            && [&self.along, &self.across].iter().all(|list| list.len() == MINI_BATCHES)
            && are_lengths(&self.across)
            && are_lengths(&[self.of_mean])
    }
}

/// Draws [`MINI_BATCHES`] mini-batches of each of these sizes from `samples`, with replacement, and compares
/// the gradients of the loss of `model` on them with its gradient on all of `samples`.
/// Each size has a random stream of its own.
pub(super) fn measure(
    sizes: &[usize],
    model: &Mlp,
    samples: &impl Samples,
    trial: &Trial,
) -> Vec<Gradients> {
    let device = trial.autodiff();
    let everything: Vec<usize> = (0..samples.len()).collect();
    let exact = gradient(model, samples, &everything, &device);
    trial.step_done();
    let mut streams = trial.stream(Purpose::Batches);
    let of_size = |&size: &usize| {
        let drawing = Drawing::WithReplacement(size);
        let batches = MiniBatches::new(drawing, samples, streams.fork()).take(MINI_BATCHES);
        let gradients = batches.map(|indices| {
            trial.step_done();
            gradient(model, samples, &indices, &device)
        });
        compared(size, gradients, &exact)
    };
    sizes.iter().map(of_size).collect()
}

/// Compares gradients with the exact one. All are lists of the same length.
pub(super) fn compared(
    size: usize,
    gradients: impl Iterator<Item = Tensor<1>>,
    exact: &Tensor<1>,
) -> Gradients {
    let length = norm(exact.clone());
    let (mut along, mut across) = (Vec::new(), Vec::new());
    let mut sum = exact.zeros_like();
    for gradient in gradients {
        let part = dot(gradient.clone(), exact.clone()) / dot(exact.clone(), exact.clone());
        along.push(part);
        across.push(norm(gradient.clone() - exact.clone() * part) / length);
        sum = sum + gradient;
    }
    let mean = sum / along.len() as f64;
    let of_mean = norm(mean - exact.clone()) / length;
    Gradients { size, along, across, of_mean }
}

/// The inner product of two vectors.
fn dot(a: Tensor<1>, b: Tensor<1>) -> f64 {
    (a * b).sum().into_scalar()
}

/// The length of a vector.
fn norm(a: Tensor<1>) -> f64 {
    dot(a.clone(), a).sqrt()
}

/// The gradient of the mean loss on these images with respect to all weights and biases, as one list.
pub(super) fn gradient(
    model: &Mlp,
    samples: &impl Samples,
    indices: &[usize],
    device: &Device,
) -> Tensor<1> {
    let (images, labels) = batch(samples, indices, device);
    let loss = cross_entropy(model.logits(images), labels);
    let gradients = GradientsParams::from_grads(loss.backward(), model);
    let mut list = List { gradients, parts: Vec::new() };
    model.visit(&mut list);
    Tensor::cat(list.parts, 0)
}

/// Collects the gradients, each as a list, parameter by parameter.
struct List {
    gradients: GradientsParams,
    parts: Vec<Tensor<1>>,
}

impl ModuleVisitor for List {
    fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
        let gradient: Tensor<D> =
            self.gradients.get(parameter.id).expect("the loss depends on each parameter");
        self.parts.push(gradient.flatten(0, D - 1));
    }
}
