//! Every optimizer over fifty steps of recorded gradients, on a weight of rank 2 and a bias of rank 1,
//! compared with PyTorch, optax and NumPy in 64 bits.

use burn::grad_clipping::GradientClippingConfig;
use burn::module::{Module, Param};
use burn::optim::decay::WeightDecayConfig;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{
    AdaGradConfig, AdamConfig, GradientsParams, LearningRate, LionConfig, ModuleOptimizer,
    Optimizer, RmsPropConfig, SgdConfig,
};
use burn::tensor::{Device, Tensor};
use extensions::optimizers::{AdaGrad, Adam, Momentum, Nesterov, WeightDecay};
use serde::Deserialize;
use training::optimizers::entry;

use crate::tools::{Differences, Place, apart, assert_differs, largest, read, values};

#[derive(Deserialize)]
struct Golden {
    weight_shape: [usize; 2],
    start: Vec<f64>,
    gradients: Vec<Vec<f64>>,
    cases: Vec<Case>,
    others: Vec<Other>,
    /// Optimizers of Burn that the guides add.
    burns: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    optimizer: String,
    settings: Settings,
    /// The parameters after each step: the weight row by row, then the bias.
    parameters: Vec<Vec<f64>>,
}

/// Variants that the lecture does not mean.
#[derive(Deserialize)]
struct Other {
    name: String,
    settings: Settings,
    parameters: Vec<Vec<f64>>,
}

/// The hyperparameters of an optimizer; 0 for those that it does not have.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub rate: f64,
    momentum: f64,
    alpha: f64,
    epsilon: f64,
    initial_accumulator: f64,
    learning_rate_decay: f64,
    beta_1: f64,
    beta_2: f64,
    bias_correction: Option<bool>,
    decay: f64,
    clip: f64,
}

/// The optimizer with that name, as the experiments build it.
pub fn ours(name: &str, s: &Settings) -> ModuleOptimizer {
    fn decayed(optimizer: impl Optimizer, s: &Settings) -> ModuleOptimizer {
        ModuleOptimizer::from(WeightDecay::new(optimizer, s.decay))
    }
    match name {
        "SGD" => decayed(SgdConfig::new().build(), s),
        "Momentum" => decayed(Momentum { momentum: s.momentum }, s),
        "Nesterov" => decayed(Nesterov { momentum: s.momentum }, s),
        "AdaGrad" => {
            let Settings { epsilon, initial_accumulator, learning_rate_decay, .. } = *s;
            decayed(AdaGrad { epsilon, initial_accumulator, learning_rate_decay }, s)
        }
        "RMSprop" => {
            let rmsprop = RmsPropConfig::new().with_momentum(0.0);
            let (alpha, epsilon) = (s.alpha as f32, s.epsilon as f32);
            decayed(rmsprop.with_alpha(alpha).with_epsilon(epsilon).build(), s)
        }
        "Adam" => {
            let Settings { beta_1, beta_2, epsilon, .. } = *s;
            let bias_correction = s.bias_correction.unwrap_or(true);
            decayed(Adam { beta_1, beta_2, epsilon, bias_correction }, s)
        }
        name => panic!("no optimizer {name}"),
    }
}

#[derive(Module, Debug)]
struct Pair {
    weight: Param<Tensor<2>>,
    bias: Param<Tensor<1>>,
}

impl Golden {
    fn read() -> Self {
        read(include_str!("optimizers.json"))
    }

    fn case(&self, optimizer: &str, decayed: bool) -> &Case {
        let is_it =
            |case: &&Case| case.optimizer == optimizer && (case.settings.decay > 0.0) == decayed;
        self.cases.iter().find(is_it).expect("each has its first case at the book's settings")
    }

    fn other(&self, name: &str) -> &Other {
        self.others.iter().find(|other| other.name == name).expect("it is there")
    }

    /// The parameters after each step on the recorded gradients.
    fn steps(&self, mut optimizer: ModuleOptimizer, rate: f64, place: &Place) -> Vec<Vec<f64>> {
        let shape = self.weight_shape;
        let weights = shape[0] * shape[1];
        let biases = [self.start.len() - weights];
        let mut pair = Pair {
            weight: place.parameter(&self.start[..weights], shape),
            bias: place.parameter(&self.start[weights..], biases),
        };
        let step = |gradient: &Vec<f64>| {
            let (weight, bias) = gradient.split_at(weights);
            let mut gradients = GradientsParams::new();
            gradients.register(pair.weight.id, place.tensor_on(&place.device, weight, shape));
            gradients.register(pair.bias.id, place.tensor_on(&place.device, bias, biases));
            pair = optimizer.step(rate, pair.clone(), gradients);
            [values(pair.weight.val()), values(pair.bias.val())].concat()
        };
        self.gradients.iter().map(step).collect()
    }

    /// How far an optimizer is from golden values: the largest difference of an entry at any step,
    /// relative to the largest value that this entry reaches.
    fn apart(
        &self,
        optimizer: ModuleOptimizer,
        rate: f64,
        golden: &[Vec<f64>],
        place: &Place,
    ) -> f64 {
        let ours = self.steps(optimizer, rate, place);
        let path = |steps: &[Vec<f64>], entry| steps.iter().map(|w| w[entry]).collect::<Vec<_>>();
        let entries = 0..self.start.len();
        let differences = entries.map(|entry| {
            let golden = path(golden, entry);
            apart(&path(&ours, entry), &golden, largest(&golden))
        });
        differences.fold(0.0, f64::max)
    }
}

impl Golden {
    fn case_apart(&self, case: &Case, place: &Place) -> f64 {
        let optimizer = ours(&case.optimizer, &case.settings);
        self.apart(optimizer, case.settings.rate, &case.parameters, place)
    }
}

/// The tolerance: one rounding of W in each of the fifty steps, if all of them go in the same direction.
/// The error of a step itself is smaller, because a step is smaller than W.
const ROUNDINGS: f64 = 50.0;

#[test]
fn fifty_steps_are_those_of_pytorch_optax_and_numpy() {
    let golden = Golden::read();
    // Burn stores RMSprop's α and ε in 32 bits whatever the precision of the tensors, so the book's 0.99
    // and 1e-7 are never exact.
    let is_exact = |case: &&Case| {
        [case.settings.alpha, case.settings.epsilon].iter().all(|&x| f64::from(x as f32) == x)
    };
    let (held_in_32_bits, others): (Vec<_>, Vec<_>) =
        golden.cases.iter().partition(|case| case.optimizer == "RMSprop" && !is_exact(case));
    for place in Place::all() {
        let mut differences = Differences::new("optimizers", ROUNDINGS, &place);
        for case in &others {
            differences.hold(&case.name, golden.case_apart(case, &place));
        }
        differences.end();

        let single = ROUNDINGS * Place::default().rounding() / place.rounding();
        let mut differences = Differences::new("RMSprop as Burn rounds it", single, &place);
        for case in &held_in_32_bits {
            differences.hold(&case.name, golden.case_apart(case, &place));
        }
        differences.end();
    }
}

/// AdaGrad with ε inside the root: W ← W − η / √(h + ε) · ∂L/∂W. This is deliberately wrong.
#[derive(Clone)]
struct EpsilonInside(f64);

impl Optimizer for EpsilonInside {
    type State<const D: usize> = extensions::optimizers::AdaGradState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let before = AdaGrad { initial_accumulator: 0.0, ..AdaGrad::default() };
        let (_, state) = before.step(lr, w.clone(), grad.clone(), state);
        let root = state.as_ref().map(|state| (state.accumulator.clone() + self.0).sqrt());
        (w - grad / root.expect("AdaGrad has a state") * lr, state)
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        <AdaGrad as Optimizer>::to_device(state, device)
    }
}

/// The wrong variant agrees with the libraries that define it in this way and differs from the lecture's
/// golden values, and the optimizer of this project differs from those libraries.
fn assert_told_apart(
    optimizer: &str,
    decayed: bool,
    other: &str,
    wrong: impl Fn(&Settings) -> ModuleOptimizer,
) {
    let (golden, place) = (Golden::read(), Place::default());
    let (case, other) = (golden.case(optimizer, decayed), golden.other(other));
    let (s, name) = (&other.settings, &other.name);
    assert_eq!(s.rate, case.settings.rate);
    let rate = s.rate;
    let wrong_from_theirs = golden.apart(wrong(s), rate, &other.parameters, &place);
    Differences::new("as others have it", ROUNDINGS, &place).hold(name, wrong_from_theirs);
    let wrong_from_golden = golden.apart(wrong(s), rate, &case.parameters, &place);
    assert_differs(&format!("{name}, from the lecture's"), wrong_from_golden, ROUNDINGS, &place);
    let ours = ours(optimizer, &case.settings);
    let ours_from_theirs = golden.apart(ours, rate, &other.parameters, &place);
    assert_differs(&format!("ours, from {name}"), ours_from_theirs, ROUNDINGS, &place);
}

#[test]
fn epsilon_inside_adagrads_root_is_caught() {
    assert_told_apart("AdaGrad", false, "AdaGrad, epsilon inside the root", |s| {
        ModuleOptimizer::from(EpsilonInside(s.epsilon))
    });
}

#[test]
fn epsilon_beside_adams_corrected_root_is_caught() {
    assert_told_apart("Adam", false, "Adam, epsilon beside the corrected root", |s| {
        AdamConfig::new().with_epsilon(s.epsilon as f32).init()
    });
}

#[test]
fn dampening_is_caught() {
    assert_told_apart("Momentum", false, "Momentum, dampening 0.1", |_| burns_momentum());
}

#[test]
fn decay_of_biases_is_caught() {
    assert_told_apart("SGD", true, "SGD, decay on biases too", |s| {
        let decay = WeightDecayConfig { penalty: s.decay as f32 };
        SgdConfig::new().with_weight_decay(Some(decay)).init()
    });
}

pub fn burns_momentum() -> ModuleOptimizer {
    SgdConfig::new().with_momentum(Some(MomentumConfig::new())).init()
}

#[test]
fn burns_own_defaults_are_caught() {
    let (golden, place) = (Golden::read(), Place::default());
    let burns = [
        ("AdaGrad", AdaGradConfig::new().init()),
        ("Adam", AdamConfig::new().init()),
        ("Momentum", burns_momentum()),
        ("RMSprop", RmsPropConfig::new().init()),
    ];
    for (name, burns) in burns {
        let case = golden.case(name, false);
        let apart = golden.apart(burns, case.settings.rate, &case.parameters, &place);
        assert_differs(&format!("Burn's own {name}"), apart, ROUNDINGS, &place);
    }
}

/// The optimizer of Burn with that name, as an entry of the list builds it. Burn's setters take 32 bits.
fn burns(name: &str, s: &Settings) -> ModuleOptimizer {
    let (beta_1, beta_2, clip) = (s.beta_1 as f32, s.beta_2 as f32, s.clip as f32);
    let sgd = || entry("SGD", 1.0, 1.0, &|| SgdConfig::new().build());
    match name {
        "AMSGrad" => {
            let adam = AdamConfig::new().with_amsgrad(true).with_epsilon(s.epsilon as f32);
            adam.with_beta_1(beta_1).with_beta_2(beta_2).init()
        }
        "Lion" => LionConfig::new().with_beta_1(beta_1).with_beta_2(beta_2).init(),
        "SGD, clipped by norm" => sgd().clipped(GradientClippingConfig::Norm(clip)).build(0.0),
        "SGD, clipped by value" => sgd().clipped(GradientClippingConfig::Value(clip)).build(0.0),
        name => panic!("no optimizer {name}"),
    }
}

#[test]
fn what_burn_has_steps_as_pytorch_optax_and_numpy_do() {
    let golden = Golden::read();
    assert_eq!(golden.burns.len(), 4);
    // Burn computes the bias correction 1 − βᵗ in 32 bits whatever the precision of the tensors.
    let (held_in_32_bits, others): (Vec<_>, Vec<_>) =
        golden.burns.iter().partition(|case| case.optimizer == "AMSGrad");
    for place in Place::all() {
        let single = ROUNDINGS * Place::default().rounding() / place.rounding();
        for (group, roundings, cases) in [
            ("Burn's own optimizers", ROUNDINGS, &others),
            ("AMSGrad as Burn rounds it", single, &held_in_32_bits),
        ] {
            let mut differences = Differences::new(group, roundings, &place);
            for case in cases {
                let optimizer = burns(&case.optimizer, &case.settings);
                let apart = golden.apart(optimizer, case.settings.rate, &case.parameters, &place);
                differences.hold(&case.name, apart);
            }
            differences.end();
        }
    }
}

/// The cases tell an optimizer from the one that it changes.
#[test]
fn what_amsgrad_and_clipping_change_is_seen() {
    let (golden, place) = (Golden::read(), Place::default());
    for case in golden.burns.iter().filter(|case| case.optimizer != "Lion") {
        let s = &case.settings;
        let without = match case.optimizer.as_str() {
            "AMSGrad" => {
                let adam = AdamConfig::new().with_epsilon(s.epsilon as f32);
                adam.with_beta_1(s.beta_1 as f32).with_beta_2(s.beta_2 as f32).init()
            }
            _ => SgdConfig::new().init(),
        };
        let apart = golden.apart(without, s.rate, &case.parameters, &place);
        assert_differs(&format!("{} without it", case.name), apart, ROUNDINGS, &place);
    }
}
