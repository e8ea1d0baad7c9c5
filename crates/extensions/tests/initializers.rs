//! Initial weights by their mean, standard deviation and distribution.

use burn::module::Module;
use burn::nn::{LinearConfig, conv::Conv2dConfig};
use burn::tensor::Device;
use extensions::initializers::{Constant, He, Initializer, Normal, Xavier, fan_in, initialize};
use extensions::random::{Purpose, Stream};

/// The weights of a layer of 400 × 500.
fn draw(initializer: &dyn Initializer) -> Vec<f64> {
    let weights = initializer.weights(&[400, 500], &mut Stream::new(1, Purpose::Weights));
    weights.into_iter().map(f64::from).collect()
}

/// The distance between the weights' distribution and N(0, std²): Kolmogorov and Smirnov's.
fn distance_to_normal(weights: &[f64], std: f64) -> f64 {
    let mut sorted = weights.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance = |(i, &w): (usize, &f64)| {
        let below = normal_distribution(w / std);
        (below - i as f64 / n)
            .abs()
            .max((below - (i + 1) as f64 / n).abs())
    };
    sorted.iter().enumerate().map(distance).fold(0.0, f64::max)
}

/// Φ(z), by Simpson's rule on the density.
fn normal_distribution(z: f64) -> f64 {
    let n = 200;
    let h = z / f64::from(n);
    let density = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let inner: f64 = (1..n)
        .map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * density(h * f64::from(i)))
        .sum();
    0.5 + h / 3.0 * (density(0.0) + inner + density(z))
}

#[test]
fn each_has_its_mean_spread_and_form() {
    let expected: [(&dyn Initializer, f64); 4] = [
        (&Normal { std: 0.01 }, 0.01),
        (&Normal { std: 1.0 }, 1.0),
        (&Xavier, (1.0f64 / 400.0).sqrt()),
        (&He, (2.0f64 / 400.0).sqrt()),
    ];
    for (initializer, std) in expected {
        let weights = draw(initializer);
        let n = weights.len() as f64;
        let mean = weights.iter().sum::<f64>() / n;
        let spread = (weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / n).sqrt();
        // Five standard errors: of a mean std/√n, of a spread std/√(2n).
        assert!(mean.abs() < 5.0 * std / n.sqrt(), "mean {mean}");
        assert!(
            (spread - std).abs() < 5.0 * std / (2.0 * n).sqrt(),
            "{spread} against {std}"
        );
        // 1.95/√n is passed by one in a thousand draws of a true normal.
        assert!(distance_to_normal(&weights, std) < 1.95 / n.sqrt());
        assert!(
            distance_to_normal(&weights, 1.05 * std) > 1.95 / n.sqrt(),
            "the test can fail"
        );
    }
    assert!(draw(&Constant(0.5)).iter().all(|&w| w == 0.5));
}

#[test]
fn a_module_gets_weights_and_zero_biases() {
    #[derive(Module, Debug)]
    struct Net {
        conv: burn::nn::conv::Conv2d,
        norm: burn::nn::BatchNorm,
        linear: burn::nn::Linear,
    }
    let device = Device::flex();
    let net = Net {
        conv: Conv2dConfig::new([3, 8], [5, 5]).init(&device),
        norm: burn::nn::BatchNormConfig::new(8).init(&device),
        linear: LinearConfig::new(20, 30).init(&device),
    };
    let net = initialize(net, &Constant(0.25), &mut Stream::new(0, Purpose::Weights));
    let all =
        |tensor: burn::tensor::TensorData, value: f32| tensor.iter::<f32>().all(|w| w == value);
    assert!(all(net.conv.weight.val().into_data(), 0.25));
    assert!(all(net.linear.weight.val().into_data(), 0.25));
    assert!(all(net.conv.bias.unwrap().val().into_data(), 0.0));
    assert!(all(net.linear.bias.unwrap().val().into_data(), 0.0));
    assert!(
        all(net.norm.gamma.val().into_data(), 1.0),
        "batch normalization keeps its own"
    );
}

#[test]
fn a_neuron_sums_over_its_inputs() {
    assert_eq!(fan_in(&[784, 100]), 784);
    assert_eq!(fan_in(&[16, 3, 5, 5]), 75);
}

#[test]
fn the_same_weights_whatever_the_layer_below_draws() {
    let mut one = Stream::new(4, Purpose::Weights);
    let mut other = Stream::new(4, Purpose::Weights);
    assert_eq!(
        He.weights(&[3, 4], &mut one),
        He.weights(&[3, 4], &mut other)
    );
    assert_ne!(
        He.weights(&[3, 4], &mut one),
        He.weights(&[4, 3], &mut Stream::new(4, Purpose::Weights))
    );
}
