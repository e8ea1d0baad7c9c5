//! Statistics of one layer of activations: how evenly they are spread, how many neurons differ, how much
//! they say about the input, and the gradient that arrives.

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use crate::activations::Named;
use crate::any_number;
use crate::statistics::{is_share, mean, standard_deviation};

/// The histogram's bins.
const BINS: usize = 30;

/// An end of the range of an activation function is a twentieth of it: for the sigmoid, up to 0.05 and from
/// 0.95.
const END: f64 = 0.05;

/// What one layer's activations are like.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Their mean; infinite or NaN where they grow beyond all 32-bit numbers, and so with the others.
    #[serde(with = "any_number")]
    pub mean: f64,
    /// Their standard deviation, over inputs and neurons.
    #[serde(with = "any_number")]
    pub std: f64,
    /// The fraction in the lowest and the highest twentieth of the function's range: for the sigmoid, below
    /// 0.05 or above 0.95. Evenly spread activations have a tenth there. 0 for functions that are not
    /// bounded at both sides.
    pub at_the_ends: f64,
    /// How many neurons carry something different, where a value that all share counts as well: the
    /// effective rank tr(M)² / ‖M‖² of M = ZᵀZ, from 1 (all neurons alike) to the number of neurons; 0
    /// where all are 0.
    #[serde(with = "any_number")]
    pub effective_rank: f64,
    /// The same after the mean over the inputs was subtracted from each neuron, so that only what depends
    /// on the input counts. A neuron that varies by less than one rounding of its mean counts as constant,
    /// because 32-bit numbers do not carry the difference; 0 where all are constant.
    #[serde(with = "any_number")]
    pub centred_rank: f64,
    /// How much a neuron's value depends on the input: its standard deviation over the inputs, as a root
    /// mean square over the neurons.
    #[serde(with = "any_number")]
    pub signal: f64,
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
    /// Measures the activations `z` `[inputs, neurons]` of an activation function, the slopes of the
    /// function there, and the gradient that arrives. The histogram covers the function's
    /// [`histogram_range`](Named::histogram_range).
    pub fn of(z: &Tensor<2>, slope: &Tensor<2>, gradient: &Tensor<2>, function: &Named) -> Self {
        let values: Vec<f32> = z.to_data().iter().collect();
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let [inputs, neurons] = z.dims();
        let (lowest, highest) = function.values;
        let end = END * (highest - lowest);
        let is_at_an_end =
            |&&x: &&f64| end.is_finite() && !(lowest + end..=highest - end).contains(&x);
        let at_the_ends = values.iter().filter(is_at_an_end).count() as f64 / values.len() as f64;

        let varying = Varying::of(&values, neurons);
        let rank = |values: &[f64]| effective_rank(values, [inputs, neurons], &z.device());
        Self {
            mean: mean(&values),
            std: standard_deviation(&values),
            at_the_ends,
            effective_rank: rank(&values),
            centred_rank: rank(&varying.values),
            signal: varying.size,
            slope: slope.clone().mean().into_scalar::<f64>(),
            gradient: root_mean_square(gradient),
            histogram: histogram(&values, function.histogram_range()),
        }
    }

    /// Whether this can be the layer of so many activations, over inputs and neurons.
    pub fn fits(&self, activations: usize) -> bool {
        let counted: u128 = self.histogram.iter().map(|&n| n as u128).sum();
        self.histogram.len() == BINS && counted <= activations as u128 && is_share(self.at_the_ends)
    }

    /// How far the histogram is from an even one, in bits: the logarithm of the number of bins to base 2,
    /// minus the histogram's entropy. It is 0 if all bins are equally full, 1 if one half of them is
    /// equally full and the rest empty, and log₂ 30 = 4.9 if everything is in one bin, whether in the
    /// middle or at an end. NaN if nothing lies in the range.
    pub fn bits_short_of_even(&self) -> f64 {
        let all = self.histogram.iter().sum::<usize>() as f64;
        let shares = self.histogram.iter().filter(|&&n| n > 0).map(|&n| n as f64 / all);
        let entropy: f64 = shares.map(|share| -share * share.log2()).sum();
        if all > 0.0 { (self.histogram.len() as f64).log2() - entropy } else { f64::NAN }
    }
}

/// How many values fall into each of 30 bins of the same width, which cover the range with both its ends.
pub fn histogram(values: &[f64], (from, to): (f64, f64)) -> Vec<usize> {
    let mut histogram = vec![0; BINS];
    for x in values.iter().filter(|x| (from..=to).contains(*x)) {
        let bin = ((x - from) / (to - from) * BINS as f64) as usize;
        histogram[bin.min(BINS - 1)] += 1;
    }
    histogram
}

/// The root mean square of all entries.
pub fn root_mean_square(tensor: &Tensor<2>) -> f64 {
    let values: Vec<f32> = tensor.to_data().iter().collect();
    let squares = values.iter().map(|&x| f64::from(x).powi(2));
    (squares.sum::<f64>() / values.len() as f64).sqrt()
}

/// The part of the activations that varies from input to input.
struct Varying {
    /// The activations less their neuron's mean; 0 where the neuron counts as constant.
    values: Vec<f64>,
    /// See [`Layer::signal`].
    size: f64,
}

impl Varying {
    fn of(values: &[f64], neurons: usize) -> Self {
        let inputs = (values.len() / neurons) as f64;
        let mut means = vec![0.0; neurons];
        for row in values.chunks(neurons) {
            means.iter_mut().zip(row).for_each(|(mean, x)| *mean += x / inputs);
        }
        let mut variances = vec![0.0; neurons];
        let mut varying = Vec::with_capacity(values.len());
        for row in values.chunks(neurons) {
            for ((x, mean), variance) in row.iter().zip(&means).zip(&mut variances) {
                varying.push(x - mean);
                *variance += (x - mean).powi(2) / inputs;
            }
        }
        let is_constant: Vec<bool> = means
            .iter()
            .zip(&variances)
            .map(|(mean, variance)| variance.sqrt() < f64::from(f32::EPSILON) * mean.abs())
            .collect();
        for row in varying.chunks_mut(neurons) {
            row.iter_mut().zip(&is_constant).filter(|(_, c)| **c).for_each(|(x, _)| *x = 0.0);
        }
        Self { values: varying, size: mean(&variances).sqrt() }
    }
}

/// tr(M)² / ‖M‖² of M = ZᵀZ for Z `[inputs, neurons]`; 0 if Z is 0, NaN if it is not finite.
fn effective_rank(values: &[f64], shape: [usize; 2], device: &Device) -> f64 {
    if values.iter().any(|x| !x.is_finite()) {
        return f64::NAN;
    }
    // The rank does not depend on the scale, but 32-bit products of tiny numbers would be 0.
    let largest = values.iter().fold(0.0f64, |largest, x| largest.max(x.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    let scaled: Vec<f32> = values.iter().map(|x| (x / largest) as f32).collect();
    let z = Tensor::<2>::from_data(TensorData::new(scaled, shape), device);
    let m: Vec<f32> = z.clone().transpose().matmul(z).into_data().iter().collect();
    let neurons = shape[1];
    let trace: f64 = (0..neurons).map(|i| f64::from(m[i * neurons + i])).sum();
    let square: f64 = m.iter().map(|&x| f64::from(x).powi(2)).sum();
    trace * trace / square
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::named;
    use crate::backend::Backend;

    /// The statistics of a layer with these activations. Each row belongs to one input.
    fn layer<const N: usize>(rows: &[[f32; N]]) -> Layer {
        let device = Backend::default_compiled().device().unwrap();
        let z = Tensor::<2>::from_data(TensorData::new(rows.concat(), [rows.len(), N]), &device);
        let ones = z.ones_like();
        Layer::of(&z, &ones, &ones, named("sigmoid").unwrap())
    }

    #[test]
    fn what_all_neurons_share_is_no_difference_to_the_centred_rank() {
        // Two neurons around ½ that vary independently of each other, by 0.01.
        let two = layer(&[[0.51, 0.51], [0.51, 0.49], [0.49, 0.51], [0.49, 0.49]]);
        assert!((two.effective_rank - 1.0).abs() < 1e-2, "{}", two.effective_rank);
        assert!((two.centred_rank - 2.0).abs() < 1e-4, "{}", two.centred_rank);
        assert!((two.signal - 0.01).abs() < 1e-6, "{}", two.signal);
        // The second varies as the first does.
        let one = layer(&[[0.51, 0.52], [0.51, 0.52], [0.49, 0.48], [0.49, 0.48]]);
        assert!((one.centred_rank - 1.0).abs() < 1e-4, "{}", one.centred_rank);
    }

    #[test]
    fn the_centred_rank_does_not_depend_on_the_scale() {
        let at = |s: f32| layer(&[[s, s], [s, -s], [-s, s], [-s, -s]]).centred_rank;
        assert_eq!([1e-30, 1.0, 1e30].map(at), [2.0; 3]);
    }

    #[test]
    fn a_variation_below_one_rounding_counts_as_none() {
        let next = f32::from_bits(0.5f32.to_bits() + 1);
        let mut rows = [[0.5, 0.25]; 100];
        rows[7][0] = next;
        assert_eq!(layer(&rows).centred_rank, 0.0);
        // Now the other neuron varies by more than that.
        rows[7][1] = 0.5;
        assert_eq!(layer(&rows).centred_rank, 1.0);
    }

    #[test]
    fn the_distance_from_an_even_histogram_in_bits() {
        let with = |histogram: Vec<usize>| Layer { histogram, ..layer(&[[0.5]]) };
        assert!(with(vec![7; 30]).bits_short_of_even().abs() < 1e-12);
        let half = [vec![0; 10], vec![3; 15], vec![0; 5]].concat();
        assert!((with(half).bits_short_of_even() - 1.0).abs() < 1e-12);
        let one = |place: usize| with((0..30).map(|i| usize::from(i == place)).collect());
        assert!([0, 15].iter().all(|&i| one(i).bits_short_of_even() == 30f64.log2()));
        assert!(with(vec![0; 30]).bits_short_of_even().is_nan());
    }

    #[test]
    fn both_ends_of_the_range_are_in_a_bin() {
        let values = [-0.1, 0.0, 0.05, 0.1, 2.9, 3.0, 3.1, f64::NAN, f64::INFINITY];
        let counts = histogram(&values, (0.0, 3.0));
        assert_eq!((counts[0], counts[1], counts[29]), (2, 1, 2));
        assert_eq!(counts.iter().sum::<usize>(), 5);
    }

    #[test]
    fn the_ends_are_a_twentieth_of_the_range_each() {
        let values = [[0.01], [0.049], [0.051], [0.5], [0.949], [0.951]];
        assert_eq!(layer(&values).at_the_ends, 0.5);
    }
}
