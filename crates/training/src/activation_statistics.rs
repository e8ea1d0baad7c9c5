//! Statistics of one layer of activations: their spread, how many neurons differ, and the gradient that
//! arrives.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::any_number;
use crate::statistics::{mean, standard_deviation};

/// The histogram's bins.
const BINS: usize = 30;

/// What one layer's activations are like.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Their mean; infinite or NaN where they grow beyond all 32-bit numbers, and so with the others.
    #[serde(with = "any_number")]
    pub mean: f64,
    /// Their standard deviation, over inputs and neurons.
    #[serde(with = "any_number")]
    pub std: f64,
    /// The fraction at the ends of the sigmoid: below 0.05 or above 0.95.
    pub at_the_ends: f64,
    /// How many neurons carry something different: the effective rank tr(M)² / ‖M‖² of M = ZᵀZ, from
    /// 1 (all neurons alike) to the number of neurons; 0 where all are 0.
    #[serde(with = "any_number")]
    pub effective_rank: f64,
    /// The mean of the activation function's derivative.
    #[serde(with = "any_number")]
    pub slope: f64,
    /// The root mean square of ∂L/∂Z, for a loss whose gradient at the last layer is N(0, 1).
    #[serde(with = "any_number")]
    pub gradient: f64,
    /// How many activations fall into each of 30 bins; the figures say how many lie outside the range.
    pub histogram: Vec<usize>,
}

impl Layer {
    /// Measures the activations `z` `[inputs, neurons]`, the slopes of the activation function there, and
    /// the gradient that arrives; the histogram goes between the two ends.
    pub fn of(
        z: &Tensor<2>,
        slope: &Tensor<2>,
        gradient: &Tensor<2>,
        (from, to): (f64, f64),
    ) -> Self {
        let values: Vec<f32> = z.to_data().iter().collect();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let n = values.len() as f64;
        let is_at_an_end = |&&x: &&f64| !(0.05..=0.95).contains(&x);
        let mut histogram = vec![0; BINS];
        for &x in values.iter().filter(|x| (from..=to).contains(*x)) {
            let bin = ((x - from) / (to - from) * BINS as f64) as usize;
            histogram[bin.min(BINS - 1)] += 1;
        }
        let m = z.clone().transpose().matmul(z.clone()); // [neurons, neurons]
        let m: Vec<f32> = m.into_data().iter().collect();
        let neurons = z.dims()[1];
        let trace: f64 = (0..neurons).map(|i| f64::from(m[i * neurons + i])).sum();
        let square: f64 = m.iter().map(|&x| f64::from(x).powi(2)).sum();
        let gradient: Vec<f32> = gradient.to_data().iter().collect();
        let gradient_square: f64 = gradient.iter().map(|&x| f64::from(x).powi(2)).sum();
        Self {
            mean: mean(&values),
            std: standard_deviation(&values),
            at_the_ends: values.iter().filter(is_at_an_end).count() as f64 / n,
            effective_rank: if square > 0.0 { trace * trace / square } else { 0.0 },
            slope: slope.clone().mean().into_scalar::<f64>(),
            gradient: (gradient_square / n).sqrt(),
            histogram,
        }
    }
}
