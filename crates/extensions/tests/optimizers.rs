//! Every optimizer against the book's equations worked in 64 bits.

use burn::module::{Module, Param};
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer, RmsPropConfig, SgdConfig};
use burn::tensor::{Device, Tensor, TensorData};
use extensions::optimizers::{AdaGrad, Adam, Momentum, Nesterov, WeightDecay};
use extensions::random::{Purpose, Stream};

const STEPS: usize = 50;

/// A weight of rank 2 and a bias of rank 1.
#[derive(Module, Debug)]
struct Pair {
    weight: Param<Tensor<2>>,
    bias: Param<Tensor<1>>,
}

/// One parameter's entry in 64 bits: where it is, and what the optimizer remembers of it.
#[derive(Clone, Copy, Default)]
struct Entry {
    w: f64,
    v: f64,
    h: f64,
    t: i32,
}

/// Moves 15 weights and 4 biases by recorded gradients of very different sizes, once through Burn
/// and once by `equation(entry, gradient, is_weight)`; returns the largest difference, relative to
/// the size of the parameter or 1.
fn largest_difference(
    mut optimizer: ModuleOptimizer,
    rate: f64,
    mut equation: impl FnMut(&mut Entry, f64, bool),
) -> f64 {
    let device = Device::flex();
    let trained = Device::flex().autodiff();
    let mut stream = Stream::new(11, Purpose::Data);
    let mut draw = |n: usize, scale: f64| -> Vec<f32> {
        (0..n)
            .map(|i| (scale * 10f64.powi(i as i32 % 4 - 2) * stream.normal()) as f32)
            .collect()
    };
    let start = draw(19, 1.0);
    let mut entries: Vec<Entry> = start
        .iter()
        .map(|&w| Entry {
            w: f64::from(w),
            ..Entry::default()
        })
        .collect();
    let matrix = |values: &[f32], device: &Device| {
        Tensor::<2>::from_data(TensorData::new(values.to_vec(), [3, 5]), device)
    };
    let vector = |values: &[f32], device: &Device| {
        Tensor::<1>::from_data(TensorData::new(values.to_vec(), [4]), device)
    };
    let mut pair = Pair {
        weight: Param::from_tensor(matrix(&start[..15], &trained)),
        bias: Param::from_tensor(vector(&start[15..], &trained)),
    };

    let mut largest = 0.0f64;
    for _ in 0..STEPS {
        let gradient = draw(19, 0.5);
        let mut gradients = GradientsParams::new();
        gradients.register(pair.weight.id, matrix(&gradient[..15], &device));
        gradients.register(pair.bias.id, vector(&gradient[15..], &device));
        pair = optimizer.step(rate, pair, gradients);

        let mut values: Vec<f32> = pair.weight.val().into_data().iter().collect();
        values.extend(pair.bias.val().into_data().iter::<f32>());
        for (i, entry) in entries.iter_mut().enumerate() {
            entry.t += 1;
            equation(entry, f64::from(gradient[i]), i < 15);
            largest = largest.max((f64::from(values[i]) - entry.w).abs() / entry.w.abs().max(1.0));
        }
    }
    largest
}

/// Fifty steps in 32 bits, each rounding at 6e-8 of its result.
const ROUNDING: f64 = 4e-6;

fn assert_agrees(difference: f64) {
    assert!(difference < ROUNDING, "largest difference {difference:.2e}");
}

/// A difference that rounding cannot explain.
fn assert_differs(difference: f64) {
    assert!(
        difference > 10.0 * ROUNDING,
        "largest difference {difference:.2e}"
    );
}

#[test]
fn burns_sgd_is_the_lectures() {
    let sgd = SgdConfig::new().init();
    assert_agrees(largest_difference(sgd, 0.05, |e, g, _| e.w -= 0.05 * g));
}

fn momentum(rate: f64, a: f64) -> impl FnMut(&mut Entry, f64, bool) {
    move |e, g, _| {
        e.v = a * e.v - rate * g;
        e.w += e.v;
    }
}

#[test]
fn momentum_is_the_lectures() {
    for (rate, a) in [(0.01, 0.9), (0.3, 0.5)] {
        let ours = ModuleOptimizer::from(Momentum { momentum: a });
        assert_agrees(largest_difference(ours, rate, momentum(rate, a)));
    }
}

#[test]
fn burns_momentum_dampens() {
    let config = MomentumConfig {
        momentum: 0.9,
        dampening: 0.1,
        nesterov: false,
    };
    let burn = SgdConfig::new().with_momentum(Some(config)).init();
    assert_differs(largest_difference(burn, 0.01, momentum(0.01, 0.9)));
}

#[test]
fn nesterov_is_that_of_arxiv_1212_0901() {
    for (rate, a) in [(0.01, 0.9), (0.1, 0.6)] {
        let ours = ModuleOptimizer::from(Nesterov { momentum: a });
        assert_agrees(largest_difference(ours, rate, |e, g, _| {
            e.w += a * a * e.v - (1.0 + a) * rate * g;
            e.v = a * e.v - rate * g;
        }));
    }
}

fn adagrad(rate: f64, o: AdaGrad) -> impl FnMut(&mut Entry, f64, bool) {
    move |e, g, _| {
        if e.t == 1 {
            e.h = o.initial_accumulator;
        }
        e.h += g * g;
        let rate = rate / (1.0 + f64::from(e.t - 1) * o.learning_rate_decay);
        e.w -= rate * g / (e.h.sqrt() + o.epsilon);
    }
}

#[test]
fn adagrad_is_the_lectures() {
    let others = [
        AdaGrad::default(),
        AdaGrad {
            epsilon: 1e-3,
            initial_accumulator: 0.1,
            learning_rate_decay: 0.05,
        },
    ];
    for o in others {
        assert_agrees(largest_difference(
            ModuleOptimizer::from(o),
            0.1,
            adagrad(0.1, o),
        ));
    }
}

#[test]
fn the_comparison_would_see_epsilon_inside_the_root() {
    let o = AdaGrad {
        epsilon: 1e-3,
        ..AdaGrad::default()
    };
    assert_differs(largest_difference(
        ModuleOptimizer::from(o),
        0.1,
        |e, g, _| {
            e.h += g * g;
            e.w -= 0.1 * g / (e.h + o.epsilon).sqrt();
        },
    ));
}

fn adam(rate: f64, o: Adam) -> impl FnMut(&mut Entry, f64, bool) {
    move |e, g, _| {
        e.v += (1.0 - o.beta_1) * (g - e.v);
        e.h += (1.0 - o.beta_2) * (g * g - e.h);
        let correction = (1.0 - o.beta_2.powi(e.t)).sqrt() / (1.0 - o.beta_1.powi(e.t));
        let rate = if o.bias_correction {
            rate * correction
        } else {
            rate
        };
        e.w -= rate * e.v / (e.h.sqrt() + o.epsilon);
    }
}

#[test]
fn adam_is_the_books() {
    let others = [
        Adam::default(),
        Adam {
            beta_1: 0.7,
            beta_2: 0.9,
            epsilon: 1e-3,
            bias_correction: true,
        },
        Adam {
            bias_correction: false,
            ..Adam::default()
        },
    ];
    for o in others {
        assert_agrees(largest_difference(
            ModuleOptimizer::from(o),
            0.01,
            adam(0.01, o),
        ));
    }
}

#[test]
fn burns_adam_has_epsilon_in_another_place() {
    // An ε that matters shows it: Burn adds it beside the corrected root.
    let burn = AdamConfig::new().with_epsilon(1e-2).init();
    let ours = Adam {
        epsilon: 1e-2,
        ..Adam::default()
    };
    assert_differs(largest_difference(burn, 0.01, adam(0.01, ours)));
}

#[test]
fn burns_rmsprop_without_momentum_is_the_books() {
    let burn = RmsPropConfig::new()
        .with_alpha(0.99)
        .with_epsilon(1e-7)
        .with_momentum(0.0)
        .init();
    assert_agrees(largest_difference(burn, 0.01, |e, g, _| {
        e.h = 0.99 * e.h + 0.01 * g * g;
        e.w -= 0.01 * g / (e.h.sqrt() + 1e-7);
    }));
}

#[test]
fn weight_decay_is_on_weights_alone() {
    let decayed = ModuleOptimizer::from(WeightDecay::new(SgdConfig::new().build(), 0.1));
    assert_agrees(largest_difference(decayed, 0.05, |e, g, is_weight| {
        let g = if is_weight { g + 0.1 * e.w } else { g };
        e.w -= 0.05 * g;
    }));
}

#[test]
fn state_survives_a_record() {
    let device = Device::flex();
    let trained = Device::flex().autodiff();
    let parameter =
        |values: [f32; 2]| Param::from_tensor(Tensor::<1>::from_floats(values, &trained));
    #[derive(Module, Debug)]
    struct One {
        w: Param<Tensor<1>>,
    }
    let step = |optimizer: &mut ModuleOptimizer, one: One| {
        let mut gradients = GradientsParams::new();
        gradients.register(one.w.id, Tensor::<1>::from_floats([0.3, -2.0], &device));
        optimizer.step(0.1, one, gradients)
    };
    let mut first = ModuleOptimizer::from(Adam::default());
    let one = step(
        &mut first,
        One {
            w: parameter([1.0, 2.0]),
        },
    );
    let mut second = ModuleOptimizer::from(Adam::default()).load_record(first.to_record());
    let [a, b] = [&mut first, &mut second].map(|optimizer| step(optimizer, one.clone()));
    let values = |one: One| one.w.val().into_data().iter().collect::<Vec<f32>>();
    assert_eq!(values(a), values(b));
}
