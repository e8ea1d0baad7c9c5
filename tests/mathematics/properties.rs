//! Properties that hold for all inputs, tested on many.

use burn::optim::{Optimizer, SgdConfig};
use burn::tensor::{DType, Int, Tensor, TensorData};
use datasets::{Dataset, Samples};
use extensions::optimizers::{AdaGrad, Adam, Momentum, WeightDecay};
use extensions::random::{Purpose, Stream};
use models::{ActivationConfig, MlpConfig};
use proptest::prelude::*;
use training::loss::cross_entropy;
use training::smoothing::smooth;

use crate::tools::{device, matrix, mlp_of, parameter_sizes, values, vector};

fn activation() -> impl Strategy<Value = ActivationConfig> {
    prop_oneof![
        Just(ActivationConfig::Relu),
        Just(ActivationConfig::Sigmoid),
        Just(ActivationConfig::Tanh)
    ]
}

/// Rows of numbers in another order.
fn permuted<T: Clone>(rows: &[T], width: usize, order: &[usize]) -> Vec<T> {
    order.iter().flat_map(|&row| rows[row * width..(row + 1) * width].to_vec()).collect()
}

/// A batch for a network of 5 inputs, with dropout masks for its hidden layers.
#[derive(Clone, Debug)]
struct Batch {
    x: Vec<f64>,
    labels: Vec<i32>,
    masks: [Vec<f64>; 2],
}

impl Batch {
    fn new(n: usize, stream: &mut Stream) -> Self {
        let mask = |width: usize, stream: &mut Stream| {
            stream.dropout_mask(n * width, 0.3).into_iter().map(f64::from).collect()
        };
        Self {
            x: (0..5 * n).map(|_| stream.normal()).collect(),
            labels: (0..n).map(|_| stream.index(3) as i32).collect(),
            masks: [mask(6, stream), mask(4, stream)],
        }
    }

    fn permuted(&self, order: &[usize]) -> Self {
        Self {
            x: permuted(&self.x, 5, order),
            labels: permuted(&self.labels, 1, order),
            masks: [permuted(&self.masks[0], 6, order), permuted(&self.masks[1], 4, order)],
        }
    }

    /// The gradient of the loss with respect to all parameters.
    fn gradient(&self, shape: &MlpConfig, parameters: &[Vec<f64>]) -> Vec<f64> {
        let n = self.labels.len();
        let leaves: Vec<_> = parameters.iter().map(|p| vector(p).require_grad()).collect();
        let mut masks = self.masks.iter();
        let logits = mlp_of(shape, &leaves)
            .forward_with_masks(matrix(&self.x, [n, 5]), |shape, _| {
                Some(matrix(masks.next().expect("a mask for each hidden layer"), shape))
            });
        let labels = TensorData::new(self.labels.clone(), [n]);
        let labels = Tensor::<1, Int>::from_data(labels, &device().autodiff());
        let found = cross_entropy(logits, labels).backward();
        leaves.iter().flat_map(|leaf| values(leaf.grad(&found).expect("it counts"))).collect()
    }
}

proptest! {
    #[test]
    fn permuting_a_batch_does_not_change_the_gradient(
        seed: u64,
        activation in activation(),
        batch_norm: bool,
        order in (2usize..12).prop_flat_map(|n| Just((0..n).collect::<Vec<_>>()).prop_shuffle()),
    ) {
        let shape = MlpConfig::new(5, vec![6, 4], 3)
            .with_activation(activation)
            .with_batch_norm(batch_norm);
        let mut stream = Stream::new(seed, Purpose::Data);
        let batch = Batch::new(order.len(), &mut stream);
        let parameters: Vec<Vec<f64>> = parameter_sizes(&shape)
            .into_iter()
            .map(|n| (0..n).map(|_| stream.normal()).collect())
            .collect();
        let one = batch.gradient(&shape, &parameters);
        let other = batch.permuted(&order).gradient(&shape, &parameters);
        let largest = one.iter().fold(0.0, |largest: f64, g| largest.max(g.abs()));
        for (a, b) in one.iter().zip(&other) {
            // The errors come from sums of up to 12 terms in another order, with 1.1e-16 per rounding.
            // In each layer, batch normalization divides by √(variance + 1e-5), which may magnify them
            // three hundredfold.
            let tolerance = if batch_norm { 1e-9 } else { 1e-13 };
            prop_assert!((a - b).abs() <= tolerance * largest.max(1e-3), "{a} {b}");
        }
    }

    /// The mean output over all masks of one layer, each weighted by its probability, is the output
    /// without dropout. This holds exactly, not only for a sample.
    #[test]
    fn inverted_dropout_keeps_the_expectation(
        seed: u64,
        activation in activation(),
        ratio in 0.0..0.99f64,
    ) {
        let hidden = 6;
        let shape = MlpConfig::new(3, vec![hidden], 2).with_activation(activation);
        let mut stream = Stream::new(seed, Purpose::Data);
        let mut normals = |n: usize| (0..n).map(|_| stream.normal()).collect::<Vec<_>>();
        let parameters: Vec<_> =
            parameter_sizes(&shape).into_iter().map(|n| vector(&normals(n))).collect();
        let mlp = mlp_of(&shape, &parameters);
        let x = matrix(&normals(3), [1, 3]);
        let mut mean = [0.0; 2];
        for kept in 0..1u32 << hidden {
            let keeps = |neuron: usize| kept >> neuron & 1 == 1;
            let entry = |neuron| if keeps(neuron) { 1.0 / (1.0 - ratio) } else { 0.0 };
            let mask: Vec<f64> = (0..hidden).map(entry).collect();
            let logits = mlp.forward_with_masks(x.clone(), |shape, _| Some(matrix(&mask, shape)));
            let probability: f64 =
                (0..hidden).map(|n| if keeps(n) { 1.0 - ratio } else { ratio }).product();
            for (mean, logit) in mean.iter_mut().zip(values(logits)) {
                *mean += probability * logit;
            }
        }
        let without = values(mlp.forward_with_masks(x, |_, _| None));
        for (mean, without) in mean.iter().zip(without) {
            // The averaged logits are up to 100 times as large.
            prop_assert!((mean - without).abs() < 1e-11, "{mean} {without}");
        }
    }

    /// The masks that are drawn have these entries, with this probability.
    #[test]
    fn a_mask_drops_its_ratio(seed: u64, ratio in 0.0..0.95f64) {
        let n = 20_000;
        let mask = Stream::new(seed, Purpose::Dropout).dropout_mask(n, ratio);
        let scale = (1.0 / (1.0 - ratio)) as f32;
        prop_assert!(mask.iter().all(|&m| m == 0.0 || m == scale));
        let mean = mask.iter().map(|&m| f64::from(m)).sum::<f64>() / n as f64;
        // Seven standard errors of a mean of n such entries, plus ten entries for ratios at which drops are
        // so few that their number is far from normally distributed.
        let tolerance = 7.0 * (ratio / (1.0 - ratio) / n as f64).sqrt() + 10.0 / n as f64;
        prop_assert!((mean - 1.0).abs() < tolerance, "ratio {ratio}: mean {mean}");
    }

    /// In 32 bits, for gradients of any size, including those whose square is 0 or infinite in 32 bits.
    #[test]
    fn adagrads_accumulator_never_falls_and_no_step_is_beyond_the_learning_rate(
        gradients in prop::collection::vec(prop::collection::vec(finite(), 4), 1..30),
        rate in 1e-4..1.0f64,
    ) {
        let (device, rounding) = (device(), f64::from(f32::EPSILON));
        let single = |values: &[f32]| {
            Tensor::<1>::from_data(TensorData::new(values.to_vec(), [4]), (&device, DType::F32))
        };
        let adagrad = AdaGrad::default();
        let mut state = None;
        let mut before = vec![0.0; 4];
        for gradient in &gradients {
            let w = single(&[0.0; 4]);
            let (w, next) = adagrad.step(rate, w, single(gradient), state);
            let accumulator = values(next.as_ref().expect("AdaGrad has a state").accumulator.clone());
            for (after, before) in accumulator.iter().zip(&before) {
                prop_assert!(after >= before, "{after} after {before}");
            }
            // W starts at 0, so W is the step.
            for step in values(w) {
                prop_assert!(step.abs() <= rate * (1.0 + 4.0 * rounding), "{step} at {rate}");
            }
            (before, state) = (accumulator, next);
        }
    }

    /// With constant gradients, Adam's first steps have the size of the learning rate, which is the purpose
    /// of the bias correction.
    #[test]
    fn adams_first_step_is_the_learning_rate(
        gradient in prop_oneof![-10.0..-0.01f64, 0.01..10.0f64],
        rate in 1e-4..1.0f64,
    ) {
        let w = Tensor::<1>::zeros([1], &device());
        let (w, _) = Adam::default().step(rate, w, vector(&[gradient]).detach().inner(), None);
        // √v is √0.001 times the size of the gradient, so ε = 1e-7 reduces the step by up to 3e-4 of it.
        let step = values(w)[0];
        prop_assert!((step + rate * gradient.signum()).abs() < 4e-4 * rate, "{step} at {rate}");
    }

    #[test]
    fn momentum_of_0_and_decay_of_0_are_sgd_to_the_last_bit(
        gradients in prop::collection::vec(-10.0..10.0f64, 1..20),
        rate in 1e-4..1.0f64,
    ) {
        let tensor = |x: f64| Tensor::<2>::from_data(TensorData::new(vec![x], [1, 1]), &device());
        let walk = |optimizer: &dyn Fn(Tensor<2>, Tensor<2>) -> Tensor<2>| {
            gradients.iter().fold(tensor(1.0), |w, &g| optimizer(w, tensor(g)))
        };
        let sgd = SgdConfig::new().build();
        let decayed = WeightDecay::new(SgdConfig::new().build(), 0.0);
        let by_sgd = values(walk(&|w, g| sgd.step(rate, w, g, None).0));
        let by_decay = values(walk(&|w, g| decayed.step(rate, w, g, None).0));
        let momentum = Momentum { momentum: 0.0 };
        let mut state = None;
        let mut w = tensor(1.0);
        for &gradient in &gradients {
            (w, state) = momentum.step(rate, w, tensor(gradient), state);
        }
        prop_assert_eq!(&by_sgd, &by_decay);
        prop_assert_eq!(by_sgd, values(w));
    }

    /// Adding a number to all logits of an image changes nothing, and their gradients sum to 0.
    #[test]
    fn softmax_sees_differences_of_logits_alone(
        logits in prop::collection::vec(-20.0..20.0f64, 12),
        shift in -100.0..100.0f64,
    ) {
        let labels = Tensor::<1, Int>::from_data([0, 3, 1], &device().autodiff());
        let shifted: Vec<f64> = logits.iter().map(|l| l + shift).collect();
        let [(loss, gradient), (same, _)] = [logits, shifted].map(|logits| {
            let leaf = vector(&logits).require_grad();
            let loss = cross_entropy(leaf.clone().reshape([3, 4]), labels.clone());
            let gradient = leaf.grad(&loss.backward()).expect("it counts");
            (values(loss)[0], values(gradient))
        });
        prop_assert!((loss - same).abs() < 1e-12, "{loss} {same}");
        for image in gradient.chunks(4) {
            prop_assert!(image.iter().sum::<f64>().abs() < 1e-15);
        }
    }

    #[test]
    fn a_smoothed_curve_stays_between_the_curves_ends(
        curve in prop::collection::vec(0.0..5.0f64, 1..80),
    ) {
        let smoothed = smooth(&curve);
        prop_assert_eq!(smoothed.len(), curve.len());
        let lowest = curve.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        let highest = curve.iter().fold(0.0, |a: f64, &b| a.max(b));
        prop_assert!(smoothed.iter().all(|y| (lowest - 1e-14..highest + 1e-14).contains(y)));
    }

    /// The training images, the validation images and the remaining images are together the whole set, and
    /// no image is in two of them. Images are identified by their address, because two may look alike.
    #[test]
    fn a_split_of_mnist_is_disjoint_and_complete(
        seed: u64,
        first in 2usize..400,
        share in 0.01..0.99f64,
        again in 0.01..0.99f64,
    ) {
        let whole = mnist().first(500).unwrap();
        let part = |n: usize, share: f64| ((n as f64 * share) as usize).clamp(1, n - 1);
        let places = |set: &dyn Samples| -> Vec<usize> {
            (0..set.len()).map(|i| set.image(i).as_ptr() as usize).collect()
        };
        let mut stream = Stream::new(seed, Purpose::Split);
        let held_out = whole.range(first..500).unwrap().into_validation();
        let taken = whole.first(first).unwrap();
        let order = stream.permutation(first);
        let (training, validation) = taken.split(part(first, share), &order).unwrap();
        let mut parts = vec![places(&held_out), places(&validation)];
        prop_assert_eq!(validation.len(), part(first, share));
        // The remaining images can be split again.
        let left = training.len();
        if left > 1 {
            let order = stream.permutation(left);
            let (training, validation) = training.split(part(left, again), &order).unwrap();
            parts.extend([places(&training), places(&validation)]);
        } else {
            parts.push(places(&training));
        }
        let mut all = parts.concat();
        all.sort_unstable();
        prop_assert_eq!(all, places(&whole));
    }
}

/// Any 32-bit number that is neither infinite nor NaN.
fn finite() -> impl Strategy<Value = f32> {
    use prop::num::f32::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

fn mnist() -> datasets::TrainingSet {
    static MNIST: std::sync::OnceLock<datasets::TrainingSet> = std::sync::OnceLock::new();
    MNIST.get_or_init(|| Dataset::mnist().expect("it is built in").training).clone()
}
