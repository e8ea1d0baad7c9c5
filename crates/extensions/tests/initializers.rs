//! Initial weights by their mean, standard deviation and distribution.

use std::ops::{Range, RangeInclusive};

use burn::module::Module;
use burn::nn::Initializer as Burn;
use burn::nn::{LinearConfig, conv::Conv2dConfig};
use burn::tensor::Device;
use extensions::initializers::{
    Constant, FromBurn, He, Initializer, Normal, Xavier, fan_in, fan_out, initialize,
};
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
        (below - i as f64 / n).abs().max((below - (i + 1) as f64 / n).abs())
    };
    sorted.iter().enumerate().map(distance).fold(0.0, f64::max)
}

/// Φ(z), by Simpson's rule on the density: to 1e-7 for |z| up to 5.
fn normal_distribution(z: f64) -> f64 {
    let n = 100;
    let h = z / f64::from(n);
    let density = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let inner: f64 =
        (1..n).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * density(h * f64::from(i))).sum();
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
        assert!((spread - std).abs() < 5.0 * std / (2.0 * n).sqrt(), "{spread} against {std}");
        // 1.95/√n is passed by one in a thousand draws of a true normal.
        assert!(distance_to_normal(&weights, std) < 1.95 / n.sqrt());
        assert!(distance_to_normal(&weights, 1.05 * std) > 1.95 / n.sqrt(), "the test can fail");
    }
    assert!(draw(&Constant(0.5)).iter().all(|&w| w == 0.5));
    // What frameworks call Xavier, std √(2 / (n_in + n_out)), is another distribution.
    let glorot = (2.0f64 / 900.0).sqrt();
    assert!(distance_to_normal(&draw(&Xavier), glorot) > 1.95 / 200_000f64.sqrt());
}

/// How many of the seeds' sets of 500 weights the test of Kolmogorov and Smirnov holds not to be
/// from N(0, std²), at the level of 5 %.
///
/// For n draws of that distribution, (√n + 0.12 + 0.11/√n) times the distance is above 1.358 in
/// one of twenty cases, whatever the distribution: the 95 % quantile of Kolmogorov's distribution,
/// 1 − 2 Σ (−1)^(k−1) e^(−2k²x²), with Stephens' (1970) correction for a finite n.
fn rejected(std: f64, seeds: Range<u64>, draw: impl Fn(&mut Stream) -> Vec<f64>) -> usize {
    let is_rejected = |seed: &u64| {
        let weights = draw(&mut Stream::new(*seed, Purpose::Weights));
        let root = (weights.len() as f64).sqrt();
        (root + 0.12 + 0.11 / root) * distance_to_normal(&weights, std) > 1.358
    };
    seeds.filter(is_rejected).count()
}

const LAYERS: u64 = 400;

/// 5 % of 400, and five standard deviations √(400 · 0.05 · 0.95) above; below that reaches 0, but
/// a test that never rejects sees nothing.
const EXPECTED: RangeInclusive<usize> = 1..=41;

#[test]
fn over_many_seeds_as_many_layers_fail_the_test_as_must() {
    let initializers: [(&dyn Initializer, f64); 4] = [
        (&Normal { std: 0.01 }, 0.01),
        (&Normal { std: 1.0 }, 1.0),
        (&Xavier, (1.0f64 / 20.0).sqrt()),
        (&He, (2.0f64 / 20.0).sqrt()),
    ];
    for (i, (initializer, std)) in (0..).zip(initializers) {
        // Seeds of its own: the rules scale the same numbers.
        let seeds = i * LAYERS..(i + 1) * LAYERS;
        let draw = |stream: &mut Stream| {
            initializer.weights(&[20, 25], stream).into_iter().map(f64::from).collect()
        };
        let count = rejected(std, seeds, draw);
        println!("{count} of {LAYERS} layers of std {std:.3} rejected at 5 %");
        assert!(EXPECTED.contains(&count), "{count} of {LAYERS} rejected");
    }
    // Uniform weights of the same mean and spread would be seen.
    let uniform =
        |stream: &mut Stream| (0..500).map(|_| (stream.uniform() - 0.5) * 12f64.sqrt()).collect();
    assert!(!EXPECTED.contains(&rejected(1.0, 0..LAYERS, uniform)));
}

#[test]
fn over_many_seeds_the_mean_and_spread_are_those_of_the_rule() {
    let n = 500.0;
    for (initializer, variance) in [(&Xavier as &dyn Initializer, 1.0 / 20.0), (&He, 2.0 / 20.0)] {
        let layers = (0..LAYERS).map(|seed| {
            let weights = initializer.weights(&[20, 25], &mut Stream::new(seed, Purpose::Weights));
            let mean = weights.iter().map(|&w| f64::from(w)).sum::<f64>() / n;
            let square = weights.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>() / n;
            (mean / f64::sqrt(variance / n), (square / variance - 1.0) / f64::sqrt(2.0 / n))
        });
        // Each layer's mean and mean square, in standard errors; over all layers they scatter as
        // standard errors do: around 0, with a variance of 1.
        let (means, squares): (Vec<f64>, Vec<f64>) = layers.unzip();
        for errors in [means, squares] {
            let count = errors.len() as f64;
            let mean = errors.iter().sum::<f64>() / count;
            let variance = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / count;
            assert!(mean.abs() < 5.0 / count.sqrt(), "{mean}");
            assert!((variance - 1.0).abs() < 5.0 * (2.0 / count).sqrt(), "{variance}");
            assert!(errors.iter().all(|e| e.abs() < 6.0), "no layer stands out");
        }
    }
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
    assert!(all(net.norm.gamma.val().into_data(), 1.0), "batch normalization keeps its own");
}

#[test]
fn a_neuron_sums_over_its_inputs() {
    assert_eq!(fan_in(&[784, 100]), 784);
    assert_eq!(fan_in(&[16, 3, 5, 5]), 75);
    assert_eq!(fan_out(&[784, 100]), 100);
    assert_eq!(fan_out(&[16, 3, 5, 5]), 400);
}

/// The largest distance between the distributions of two samples of the same size.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let mut both: Vec<(f64, f64)> = a.iter().map(|&x| (x, 1.0)).collect();
    both.extend(b.iter().map(|&x| (x, -1.0)));
    both.sort_by(|(x, _), (y, _)| x.total_cmp(y));
    let mut lead = 0.0;
    let leads = both.iter().map(|(_, side)| {
        lead += side;
        f64::abs(lead)
    });
    leads.fold(0.0, f64::max) / a.len() as f64
}

/// The draws of Burn itself for a layer of 400 × 500 neurons.
fn burns_draws(initializer: &Burn, device: &Device) -> Vec<f64> {
    device.seed(1);
    let weights = initializer.init_with::<2, _>([400, 500], Some(400), Some(500), device);
    weights.val().into_data().iter().collect()
}

#[test]
fn burns_initializers_draw_as_burn_does() {
    let device = Device::flex();
    let gain = 1.5;
    let drawn = [
        Burn::Uniform { min: -0.1, max: 0.3 },
        Burn::Normal { mean: 0.2, std: 0.1 },
        Burn::KaimingUniform { gain, fan_out_only: false },
        Burn::KaimingUniform { gain, fan_out_only: true },
        Burn::KaimingNormal { gain, fan_out_only: false },
        Burn::KaimingNormal { gain, fan_out_only: true },
        Burn::XavierUniform { gain },
        Burn::XavierNormal { gain },
        Burn::Orthogonal { gain },
    ];
    // Passed by one in a thousand pairs of samples of one distribution.
    let most = 1.95 * (2.0 / 200_000f64).sqrt();
    for initializer in drawn {
        let ours = draw(&FromBurn(initializer.clone()));
        let burns = burns_draws(&initializer, &device);
        let apart = distance(&ours, &burns);
        println!("{initializer:?}: {apart:.4} of {most:.4}");
        assert!(apart < most, "{initializer:?}: {apart} is not below {most}");
        let scaled: Vec<f64> = ours.iter().map(|w| 1.05 * w).collect();
        assert!(distance(&scaled, &burns) > most, "{initializer:?}: the test can fail");
    }
    for (initializer, value) in
        [(Burn::Constant { value: 0.5 }, 0.5), (Burn::Ones, 1.0), (Burn::Zeros, 0.0)]
    {
        assert!(draw(&FromBurn(initializer.clone())).iter().all(|&w| w == value));
        assert!(burns_draws(&initializer, &device).iter().all(|&w| w == value));
    }
}

/// The bounds of Burn's uniform initializers, from their equations.
#[test]
fn uniform_weights_fill_their_range() {
    let ranges = [
        (Burn::Uniform { min: -0.1, max: 0.3 }, (-0.1, 0.3)),
        (Burn::XavierUniform { gain: 1.0 }, {
            let a = (6.0f64 / 900.0).sqrt();
            (-a, a)
        }),
        (Burn::KaimingUniform { gain: 3f64.sqrt().recip(), fan_out_only: false }, (-0.05, 0.05)),
    ];
    for (initializer, (low, high)) in ranges {
        let weights = draw(&FromBurn(initializer));
        let least = weights.iter().copied().fold(f64::INFINITY, f64::min);
        let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Of 200,000 draws, the least is within 1e-4 of the range with all but 2e-9 of certainty.
        let close = 1e-4 * (high - low);
        assert!((low - 1e-8..low + close).contains(&least), "{least} from {low}");
        assert!((high - close..high + 1e-8).contains(&most), "{most} from {high}");
    }
}

/// W = gain · Q with A = QR, where A are the stream's draws: the perpendicular vectors have the length of the
/// gain, and R, their products with A, is triangular with a positive diagonal. Only one Q is so.
#[test]
fn orthogonal_weights_are_the_q_of_qr() {
    let gain = 2f64.sqrt();
    for shape in [[30, 20], [20, 30], [25, 25]] {
        let [rows, columns] = shape;
        let stream = || Stream::new(0, Purpose::Weights);
        let w = FromBurn(Burn::Orthogonal { gain }).weights(&shape, &mut stream());
        let mut normal = stream();
        let a: Vec<f64> = (0..rows * columns).map(|_| normal.normal()).collect();
        let (count, length) = (rows.min(columns), rows.max(columns));
        let place =
            |k: usize, i: usize| if rows < columns { k * columns + i } else { i * columns + k };
        let q = |k, i| f64::from(w[place(k, i)]) / gain;
        for k in 0..count {
            for l in 0..count {
                let product: f64 = (0..length).map(|i| q(k, i) * q(l, i)).sum();
                let expected = if k == l { 1.0 } else { 0.0 };
                assert!((product - expected).abs() < 1e-6, "{k} · {l} = {product}");
                let r: f64 = (0..length).map(|i| q(k, i) * a[place(l, i)]).sum();
                match l.cmp(&k) {
                    std::cmp::Ordering::Less => assert!(r.abs() < 1e-5, "below the diagonal: {r}"),
                    std::cmp::Ordering::Equal => assert!(r > 0.0, "on the diagonal: {r}"),
                    std::cmp::Ordering::Greater => {}
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "need a matrix, not the shape [5]")]
fn a_vector_is_not_orthogonal() {
    FromBurn(Burn::Orthogonal { gain: 1.0 }).weights(&[5], &mut Stream::new(0, Purpose::Weights));
}

#[test]
fn the_same_weights_whatever_the_layer_below_draws() {
    let mut one = Stream::new(4, Purpose::Weights);
    let mut other = Stream::new(4, Purpose::Weights);
    assert_eq!(He.weights(&[3, 4], &mut one), He.weights(&[3, 4], &mut other));
    assert_ne!(
        He.weights(&[3, 4], &mut one),
        He.weights(&[4, 3], &mut Stream::new(4, Purpose::Weights))
    );
}
