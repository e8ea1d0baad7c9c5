//! B1 on images: the gradient by backpropagation and by central differences, and what each costs.

use std::ops::Range;

use datasets::Samples;
use extensions::gradients::numerical_gradient;
use extensions::random::Purpose;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use serde::{Deserialize, Serialize};

use super::network::Network;
use super::{Settings, values_of};
use lab::table::number;
use lab::verdict::{Claim, claim};
use training::batches::batch;
use training::statistics::mean;
use training::trial::Trial;

/// A gradient worked out three ways, and what it took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Check {
    /// How many parameters there are; every one of them is checked.
    pub parameters: usize,
    /// For W₁, b₁, W₂, b₂: the mean absolute difference per parameter between Burn's
    /// backpropagation and central differences.
    pub differences: Vec<f64>,
    /// For W₁, b₁, W₂, b₂: the mean size of a derivative.
    pub sizes: Vec<f64>,
    /// The largest difference between Burn's backpropagation and the one by hand.
    pub off_by_hand: f64,
    /// Multiplications of one forward pass.
    pub forward: u64,
    /// Multiplications of the whole gradient by backpropagation, its forward pass included.
    pub backpropagation: u64,
    /// Multiplications of the whole gradient by central differences.
    pub central_differences: u64,
}

/// Works out the gradient of a network with so many hidden neurons on the first images.
pub fn check(settings: &Settings, hidden: usize, trial: &Trial) -> Check {
    let data = &trial.data().training;
    let images: Vec<usize> = (0..settings.images.min(data.len())).collect();
    // The pixels as a network gets them.
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

    let automatic = network.automatic(&parameters, trial);
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
        off_by_hand: automatic.iter().zip(&by_hand).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max),
        forward,
        backpropagation,
        central_differences: network.multiplications,
    }
}

/// B1 as claims on the checks of networks of several widths, differences taken with step `h`.
pub fn claims(checks: &[(&str, &Check)], h: f64) -> Vec<Claim> {
    if checks.is_empty() {
        return Vec::new();
    }
    let worst = |number: &dyn Fn(&Check) -> f64| {
        checks.iter().map(|(_, check)| number(check)).fold(0.0, f64::max)
    };
    let difference = |check: &Check| check.differences.iter().copied().fold(0.0, f64::max);
    let share = |check: &Check| {
        let shares =
            check.differences.iter().zip(&check.sizes).map(|(difference, size)| difference / size);
        shares.fold(0.0, f64::max)
    };
    let passes = |check: &Check| check.backpropagation as f64 / check.forward as f64;
    let off_counted = |check: &Check| {
        (check.central_differences as f64 / check.forward as f64 - 2.0 * check.parameters as f64)
            .abs()
    };
    vec![
        claim("B1", "on images, backpropagation and central differences agree (largest mean absolute difference per parameter, of W₁, b₁, W₂, b₂)")
            .because("a central difference is off by about h² times a third derivative, which is below 1 here")
            .is("below h²", worst(&difference), worst(&difference) < h.powi(2)),
        claim("B1", "the difference is small beside the derivatives themselves (largest ratio of the means)")
            .because("derivatives may be small, and zeros would agree as well")
            .is("below 1e-5", worst(&share), worst(&share) < 1e-5),
        claim("B1", "backpropagation by hand and by Burn agree (largest difference)")
            .because("Burn's 32-bit numbers, all that some backends have, round at 1e-7")
            .equals(0.0, 1e-6, worst(&|check| check.off_by_hand)),
        claim("B1", "a whole gradient by backpropagation costs at most three forward passes at every width (forward passes)")
            .because("backward there are two matrix products for each one forward")
            .is("at most 3", worst(&passes), worst(&passes) <= 3.0),
        claim("B1", "by central differences it costs two forward passes for each parameter (largest deviation)")
            .because("one above and one below")
            .is("0", worst(&off_counted), worst(&off_counted) == 0.0),
    ]
}

/// Multiplications against parameters.
pub fn figure(checks: &[(&str, &Check)]) -> Figure {
    let line = |label: &str, ink: usize, cost: fn(&Check) -> u64| {
        let points = checks.iter().map(|(_, check)| [check.parameters as f64, cost(check) as f64]);
        Mark::line(label, Ink::Series(ink), points.collect()).marked(Marker::Dot)
    };
    // Whole powers of ten at both ends, so that there are ticks.
    let powers = checks.iter().map(|(_, check)| (check.parameters as f64).log10());
    let from = powers.clone().fold(f64::INFINITY, f64::min).floor();
    let to = powers.fold(f64::NEG_INFINITY, f64::max).floor() + 1.0;
    let passes =
        checks.iter().map(|(_, check)| check.backpropagation as f64 / check.forward as f64);
    let passes = mean(&passes.collect::<Vec<_>>());
    Figure::new("Backpropagation costs two forward passes, numerical differentiation thousands")
        .subtitle(
            "multiplications counted for one whole gradient of a 784-n-10 network on a few images",
        )
        .alt(format!(
            "Multiplications against the number of parameters, both on logarithmic axes. Those of \
             central differences rise twice as steeply, as the square; those of backpropagation \
             are {} times those of one forward pass.",
            number(passes)
        ))
        .panel(
            Panel::new("")
                .x(Axis::new("parameters").range(10f64.powf(from), 10f64.powf(to)).log())
                .y(Axis::new("multiplications").log())
                .with(line("central differences", 5, |check| check.central_differences))
                .with(line("backpropagation", 0, |check| check.backpropagation))
                .with(line("one forward pass", 2, |check| check.forward).dashed()),
        )
}
