//! The gradient check on images: backpropagation against central differences, and what each costs (B1).

use std::ops::Range;

use burn::tensor::{Int, Tensor, TensorData, activation};
use datasets::Samples;
use extensions::gradients::numerical_gradient;
use extensions::random::Purpose;
use serde::{Deserialize, Serialize};
use training::any_number;
use training::batches::batch;
use training::by_hand::Network;
use training::loss::cross_entropy;
use training::statistics::largest;
use training::trial::Trial;

use super::settings::Settings;
use super::tensors::{leaf, values_of};

/// A gradient computed in three ways, and the multiplications that each took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Check {
    /// The number of parameters. The check covers every one of them.
    pub parameters: usize,
    /// For W₁, b₁, W₂, b₂: the mean absolute difference per parameter between Burn's
    /// backpropagation and central differences.
    #[serde(with = "any_number")]
    pub differences: Vec<f64>,
    /// For W₁, b₁, W₂, b₂: the mean size of a derivative.
    #[serde(with = "any_number")]
    pub sizes: Vec<f64>,
    /// The largest difference between backpropagation by Burn and by hand.
    #[serde(with = "any_number")]
    pub off_by_hand: f64,
    /// Multiplications of one forward pass.
    pub forward: u64,
    /// Multiplications of the whole gradient by backpropagation, including its forward pass.
    pub backpropagation: u64,
    /// Multiplications of the whole gradient by central differences.
    pub central_differences: u64,
}

impl Check {
    /// Whether it has a number for each of W₁, b₁, W₂, b₂.
    pub fn fits(&self) -> bool {
        self.differences.len() == 4 && self.sizes.len() == 4
    }
}

/// Computes the gradient of a network with this many hidden neurons on the first images.
pub fn check(settings: &Settings, hidden: usize, trial: &Trial) -> Check {
    let data = &trial.data().training;
    let images: Vec<usize> = (0..settings.images).collect();
    // The pixels as a network sees them.
    let x = values_of(batch(data, &images, &trial.device()).0);
    let labels: Vec<usize> = data.labels(&images).into_iter().map(usize::from).collect();
    let shape = [data.pixels_per_image(), hidden, data.classes()];
    let mut network = Network { shape, x: &x, labels: &labels, multiplications: 0 };
    let [w1, b1, w2, b2] = network.ends();
    let mut stream = trial.stream(Purpose::Weights);
    let is_weight = |i| i < w1 || (b1..w2).contains(&i);
    let mut weight = |i| {
        if is_weight(i) { settings.weight_std * stream.normal() } else { 0.0 }
    };
    let mut parameters: Vec<f64> = (0..b2).map(&mut weight).collect();

    let automatic = automatic(&network, &parameters, trial);
    network.loss(&parameters);
    let forward = std::mem::take(&mut network.multiplications);
    let by_hand = network.gradient(&parameters);
    let backpropagation = std::mem::take(&mut network.multiplications);
    let loss = |parameters: &[f64]| {
        trial.step_done();
        network.loss(parameters)
    };
    let numerical = numerical_gradient(loss, &mut parameters, settings.h);

    let parts = [0..w1, w1..b1, b1..w2, w2..b2];
    let mean = |part: &Range<usize>, size: &dyn Fn(usize) -> f64| {
        part.clone().map(size).sum::<f64>() / part.len() as f64
    };
    let difference = |i: usize| (automatic[i] - numerical[i]).abs();
    Check {
        parameters: b2,
        differences: parts.iter().map(|part| mean(part, &difference)).collect(),
        sizes: parts.iter().map(|part| mean(part, &|i| automatic[i].abs())).collect(),
        off_by_hand: largest(automatic.iter().zip(&by_hand).map(|(a, b)| (a - b).abs())),
        forward,
        backpropagation,
        central_differences: network.multiplications,
    }
}

/// The gradient of the same network by Burn.
fn automatic(network: &Network, parameters: &[f64], trial: &Trial) -> Vec<f64> {
    let ([inputs, hidden, outputs], [w1, b1, w2, b2]) = (network.shape, network.ends());
    let weights1 = leaf(&parameters[..w1], [inputs, hidden], trial);
    let biases1 = leaf(&parameters[w1..b1], [1, hidden], trial);
    let weights2 = leaf(&parameters[b1..w2], [hidden, outputs], trial);
    let biases2 = leaf(&parameters[w2..b2], [1, outputs], trial);
    let labels: Vec<i32> = network.labels.iter().map(|&label| label as i32).collect();
    let labels = Tensor::<1, Int>::from_data(
        TensorData::new(labels, [network.labels.len()]),
        &trial.autodiff(),
    );
    let x = leaf(network.x, [network.labels.len(), inputs], trial);

    let h = activation::sigmoid(x.matmul(weights1.clone()) + biases1.clone());
    let logits = h.matmul(weights2.clone()) + biases2.clone();
    let gradients = cross_entropy(logits, labels).backward();
    let all = [weights1, biases1, weights2, biases2];
    all.iter().flat_map(|p| values_of(p.grad(&gradients).expect("each parameter counts"))).collect()
}
