//! Parzen estimation: a probability density over a space, estimated from points.
//!
//! The density is a mixture with one kernel for each point and a wide one over the whole space. A
//! kernel is a normal distribution, cut off at the ends, for a number, and a weighted choice for a
//! choice. One kernel covers all dimensions at once, so that values that work well together stay
//! together.

use std::f64::consts::{PI, SQRT_2};

use extensions::random::Stream;
use libm::{erf, erfc};

use super::dimension::{Dimension, Point};

/// How many of the latest points have full weight; older ones have less.
pub const LATEST: usize = 25;

/// A mixture of kernels.
pub struct Density<'a> {
    dimensions: &'a [Dimension],
    /// The weight of each kernel; the weights add up to 1.
    weights: Vec<f64>,
    /// For each dimension one kernel for each point, and last the wide one.
    kernels: Vec<Vec<Kernel>>,
}

/// A kernel in one dimension.
#[derive(Clone, Debug, PartialEq)]
enum Kernel {
    /// N(mean, std²), cut off at the ends of the dimension; `within` is its probability inside.
    Normal { mean: f64, std: f64, within: f64 },
    /// The probability of each choice.
    Choice(Vec<f64>),
}

impl<'a> Density<'a> {
    /// The density estimated from `points`, the oldest first.
    pub fn new(dimensions: &'a [Dimension], points: &[&Point]) -> Self {
        let mut weights = weights(points.len());
        weights.push(1.0);
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let kernels = dimensions.iter().enumerate().map(|(d, dimension)| {
            let coordinates: Vec<f64> =
                points.iter().map(|point| inner(dimension, point[d])).collect();
            match (dimension, ends(dimension)) {
                (Dimension::Choice(values), _) => choices(&coordinates, values.len()),
                (_, Some((low, high))) => normals(&coordinates, low, high),
                (_, None) => vec![Kernel::Choice(vec![1.0]); points.len() + 1],
            }
        });
        let kernels = kernels.collect();
        Self { dimensions, weights, kernels }
    }

    /// Draws a point.
    pub fn draw(&self, stream: &mut Stream) -> Point {
        let chosen = pick(&self.weights, stream);
        let draw = |(dimension, kernels): (&Dimension, &Vec<Kernel>)| match &kernels[chosen] {
            Kernel::Choice(probabilities) => pick(probabilities, stream) as f64,
            Kernel::Normal { mean, std, .. } => {
                let (low, high) = ends(dimension).expect("a range has ends");
                // The mean is inside, and the deviation is at most the range, so at least one draw in
                // three is inside.
                let inside = loop {
                    let x = mean + std * stream.normal();
                    if (low..high).contains(&x) {
                        break x;
                    }
                };
                outer(dimension, inside)
            }
        };
        self.dimensions.iter().zip(&self.kernels).map(draw).collect()
    }

    /// ln Σ weight · Π kernel
    pub fn log_density(&self, point: &Point) -> f64 {
        let term = |k: usize| {
            let factors = self.dimensions.iter().zip(&self.kernels).zip(point);
            let sum: f64 = factors.map(|((d, kernels), &x)| kernels[k].log_density(d, x)).sum();
            self.weights[k].ln() + sum
        };
        let terms: Vec<f64> = (0..self.weights.len()).map(term).collect();
        let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest + terms.iter().map(|term| (term - largest).exp()).sum::<f64>().ln()
    }
}

impl Kernel {
    fn log_density(&self, dimension: &Dimension, x: f64) -> f64 {
        match self {
            Self::Choice(probabilities) => probabilities[x as usize].ln(),
            Self::Normal { mean, std, within } => {
                let z = |x: f64| (x - mean) / std;
                match dimension {
                    // The probability of the unit interval around the whole number.
                    Dimension::Integer { .. } => (between(z(x - 0.5), z(x + 0.5)) / within).ln(),
                    _ => {
                        let z = z(inner(dimension, x));
                        -0.5 * z * z - (std * (2.0 * PI).sqrt() * within).ln()
                    }
                }
            }
        }
    }
}

/// The probability that a standard normal variable is between a and b, a < b: Φ(b) − Φ(a).
fn between(a: f64, b: f64) -> f64 {
    // On one side of 0 it is a difference of tails; a difference of numbers near 1 would lose digits.
    if a > 0.0 {
        0.5 * (erfc(a / SQRT_2) - erfc(b / SQRT_2))
    } else if b < 0.0 {
        0.5 * (erfc(-b / SQRT_2) - erfc(-a / SQRT_2))
    } else {
        0.5 * (erf(b / SQRT_2) - erf(a / SQRT_2))
    }
}

/// The ends of a range, as its kernels measure it; choices have none.
fn ends(dimension: &Dimension) -> Option<(f64, f64)> {
    match *dimension {
        Dimension::Uniform { from, to } => Some((from, to)),
        Dimension::LogUniform { from, to } => Some((from.ln(), to.ln())),
        Dimension::Integer { from, to } => Some((from as f64 - 0.5, to as f64 + 0.5)),
        Dimension::Fixed(_) | Dimension::Choice(_) => None,
    }
}

/// A coordinate as its kernels measure it.
fn inner(dimension: &Dimension, x: f64) -> f64 {
    if let Dimension::LogUniform { .. } = dimension { x.ln() } else { x }
}

/// The coordinate for a value as its kernels measure it.
fn outer(dimension: &Dimension, x: f64) -> f64 {
    match *dimension {
        Dimension::LogUniform { from, to } => x.exp().clamp(from, to),
        Dimension::Integer { from, to } => x.round().clamp(from as f64, to as f64),
        _ => x,
    }
}

/// The weight of each of `n` points, the oldest first: 1 for the latest 25, and for the older ones a
/// ramp that begins at 1/n.
fn weights(n: usize) -> Vec<f64> {
    let older = n.saturating_sub(LATEST);
    let least = 1.0 / n as f64;
    let ramp = |i: usize| match older {
        1 => least,
        _ => least + (1.0 - least) * i as f64 / (older - 1) as f64,
    };
    (0..n).map(|i| if i < older { ramp(i) } else { 1.0 }).collect()
}

/// A normal kernel for each coordinate, as wide as the distance to the farther of its neighbours, and a
/// last one over the whole range.
fn normals(coordinates: &[f64], low: f64, high: f64) -> Vec<Kernel> {
    let n = coordinates.len();
    let range = high - low;
    let narrowest = range / (2.0 + n as f64).min(100.0);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| coordinates[a].total_cmp(&coordinates[b]));
    let kernel = |mean: f64, std: f64| {
        let within = between((low - mean) / std, (high - mean) / std);
        Kernel::Normal { mean, std, within }
    };
    let mut kernels = vec![kernel(f64::midpoint(low, high), range); n + 1];
    for (rank, &i) in order.iter().enumerate() {
        let below = rank.checked_sub(1).map(|r| coordinates[order[r]]);
        let above = order.get(rank + 1).map(|&next| coordinates[next]);
        let mean = coordinates[i];
        // An end counts as a neighbour only if there is no other point.
        let std = match (below, above) {
            (None, None) => (mean - low).max(high - mean),
            (below, above) => below.map_or(0.0, |x| mean - x).max(above.map_or(0.0, |x| x - mean)),
        };
        kernels[i] = kernel(mean, std.clamp(narrowest, range));
    }
    kernels
}

/// A kernel for each coordinate that prefers its choice, and a last one that prefers none.
fn choices(coordinates: &[f64], choices: usize) -> Vec<Kernel> {
    let kernels = coordinates.len() + 1;
    let share = 1.0 / kernels as f64;
    let all = 1.0 + choices as f64 * share;
    let prefers = |choice: usize| {
        (0..choices).map(|c| (share + f64::from(c == choice)) / all).collect::<Vec<_>>()
    };
    let mut all: Vec<_> =
        coordinates.iter().map(|&x| Kernel::Choice(prefers(x as usize))).collect();
    all.push(Kernel::Choice(vec![1.0 / choices as f64; choices]));
    all
}

/// Draws an index with the given probabilities, which add up to 1.
fn pick(probabilities: &[f64], stream: &mut Stream) -> usize {
    let mut left = stream.uniform();
    for (i, probability) in probabilities.iter().enumerate() {
        left -= probability;
        if left < 0.0 {
            return i;
        }
    }
    probabilities.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::dimension::one_of_each;

    #[test]
    fn the_normal_distribution_at_known_places() {
        assert!((between(-1.0, 1.0) - 0.682_689_492_137).abs() < 1e-12);
        assert!((between(6.0, 7.0) / 9.853e-10 - 1.0).abs() < 1e-3);
        assert_eq!(between(-7.0, -6.0), between(6.0, 7.0));
    }

    #[test]
    fn kernels_match_those_computed_by_hand() {
        let of = |coordinates: &[f64]| -> Vec<(f64, f64)> {
            let kernels = normals(coordinates, 0.0, 10.0);
            kernels
                .into_iter()
                .map(|kernel| match kernel {
                    Kernel::Normal { mean, std, .. } => (mean, std),
                    Kernel::Choice(_) => unreachable!(),
                })
                .collect()
        };
        // A single point reaches as far as the farther end.
        assert_eq!(of(&[3.0]), [(3.0, 7.0), (5.0, 10.0)]);
        // The outer points have one neighbour; 10 / 5 is the smallest width.
        assert_eq!(of(&[9.0, 8.5, 4.0]), [(9.0, 2.0), (8.5, 4.5), (4.0, 4.5), (5.0, 10.0)]);
        assert_eq!(weights(27)[..3], [1.0 / 27.0, 1.0, 1.0]);
        assert_eq!(
            weights(29)[..5],
            [1.0 / 29.0, 1.0 / 29.0 + 28.0 / 29.0 / 3.0, 1.0 / 29.0 + 56.0 / 29.0 / 3.0, 1.0, 1.0]
        );
        assert_eq!(
            choices(&[1.0], 2),
            [Kernel::Choice(vec![0.25, 0.75]), Kernel::Choice(vec![0.5, 0.5])]
        );
    }

    /// In each dimension alone, the probabilities of all values add up to 1.
    #[test]
    fn a_density_adds_up_to_one() {
        for (d, dimension) in one_of_each().iter().enumerate().take(4) {
            let one = std::slice::from_ref(dimension);
            let places = [[-0.9, 0.002, 1.0, 0.0], [0.3, 0.9, 4.0, 2.0], [0.4, 0.01, 4.0, 2.0]];
            let places: Vec<Point> = places.iter().map(|place| vec![place[d]]).collect();
            let density = Density::new(one, &places.iter().collect::<Vec<_>>());
            let at = |x: f64| density.log_density(&vec![x]).exp();
            let sum: f64 = match ends(dimension) {
                None => (0..3).map(|c| at(f64::from(c))).sum(),
                Some(_) if d == 2 => (1..=4).map(|i| at(f64::from(i))).sum(),
                Some((low, high)) => {
                    let n = 20_000;
                    let step = (high - low) / f64::from(n);
                    let middles = (0..n).map(|i| low + step * (f64::from(i) + 0.5));
                    middles.map(|x| step * at(outer(dimension, x))).sum()
                }
            };
            assert!((sum - 1.0).abs() < 1e-6, "{dimension}: {sum}");
        }
    }
}
