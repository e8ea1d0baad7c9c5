//! The gradients of three functions, by central differences and by automatic differentiation.

use burn::tensor::{Device, Int, Tensor, TensorData};
use extensions::gradients::numerical_gradient;
use serde::{Deserialize, Serialize};
use training::any_number;
use training::loss::cross_entropy;

use super::landscape::BOWL;

/// The parabola whose slopes the book draws: f(x) = 0.01x² + 0.1x
pub fn parabola(x: f64) -> f64 {
    0.01 * x * x + 0.1 * x
}

/// The book's input, weights and class (section 4.4.2).
const INPUT: [f64; 2] = [0.6, 0.9];
const WEIGHTS: [f64; 6] = [0.47355232, 0.9977393, 0.84668094, 0.85557411, 0.03563661, 0.69422093];
const CLASS: usize = 2;

/// The network of one layer: L(W) = −ln softmax(x W)[class].
///
/// # Shapes
/// - `w`: `[2, 3]`, row by row
fn network_loss(w: &[f64]) -> f64 {
    let logits = [0, 1, 2].map(|k| INPUT[0] * w[k] + INPUT[1] * w[3 + k]);
    logits.map(f64::exp).iter().sum::<f64>().ln() - logits[CLASS]
}

/// How far a weight is nudged to see how much the loss changes (chosen here).
const NUDGE: f64 = 0.01;

/// How many positions the field has along each axis.
const SIDE: usize = 17;

/// The same derivatives by both methods.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Both {
    /// By central differences, in 64 bits.
    #[serde(with = "any_number")]
    pub numerical: Vec<f64>,
    /// By Burn's backpropagation, in 32 bits.
    #[serde(with = "any_number")]
    pub automatic: Vec<f64>,
}

/// The gradients of the three functions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gradients {
    /// The positions of the field, `[x₀, x₁]`.
    pub places: Vec<[f64; 2]>,
    /// The bowl's gradient there, ∂f/∂x₀ and ∂f/∂x₁ in turn.
    pub field: Both,
    /// The network's gradient ∂L/∂W, `[2, 3]`, row by row.
    pub weights: Both,
    /// For each weight, the change of the loss when that weight alone is nudged, divided by the nudge.
    #[serde(with = "any_number")]
    pub nudged: Vec<f64>,
    /// The parabola's slopes at 5 and 10.
    pub slopes: Both,
}

impl Gradients {
    /// Whether it has both gradients of everything: two numbers at each position of the field, one for each
    /// weight, and two slopes.
    pub fn fits(&self) -> bool {
        let both = |both: &Both, n| both.numerical.len() == n && both.automatic.len() == n;
        self.places.len() == SIDE * SIDE
            && both(&self.field, 2 * SIDE * SIDE)
            && both(&self.weights, WEIGHTS.len())
            && self.nudged.len() == WEIGHTS.len()
            && both(&self.slopes, 2)
    }
}

/// The derivatives of the scalar `f` by Burn, at the tensor that `data` holds.
fn automatic<const D: usize>(
    data: TensorData,
    device: &Device,
    f: impl Fn(Tensor<D>) -> Tensor<1>,
) -> Vec<f64> {
    let x = Tensor::<D>::from_data(data, device).require_grad();
    let gradients = f(x.clone()).backward();
    x.grad(&gradients).expect("f depends on x").into_data().iter().collect()
}

/// The gradients at the book's positions: by central differences with step `h`, and by Burn on the
/// autodiff device `device`.
pub fn gradients(h: f64, device: &Device) -> Gradients {
    // [−2, 2]² every 0.25
    let place = |i: usize| -2.0 + 0.25 * i as f64;
    let places: Vec<[f64; 2]> =
        (0..SIDE * SIDE).map(|i| [place(i % SIDE), place(i / SIDE)]).collect();
    let numerical =
        |x: &[f64; 2]| numerical_gradient(|x| (BOWL.f)([x[0], x[1]]), &mut x.clone(), h);
    let all = TensorData::new(places.concat(), [places.len(), 2]);
    let field = Both {
        numerical: places.iter().flat_map(numerical).collect(),
        automatic: automatic::<2>(all, device, |x| x.square().sum()),
    };

    let label = Tensor::<1, Int>::from_data([CLASS as i32], device);
    let input = Tensor::<2>::from_data(TensorData::new(INPUT.to_vec(), [1, 2]), device);
    let w = TensorData::new(WEIGHTS.to_vec(), [2, 3]);
    let weights = Both {
        numerical: numerical_gradient(network_loss, &mut WEIGHTS.clone(), h),
        automatic: automatic::<2>(w, device, |w| {
            cross_entropy(input.clone().matmul(w), label.clone())
        }),
    };
    let nudged = |i: usize| {
        let mut w = WEIGHTS;
        w[i] += NUDGE;
        (network_loss(&w) - network_loss(&WEIGHTS)) / NUDGE
    };

    let slopes = Both {
        numerical: [5.0, 10.0]
            .map(|x| numerical_gradient(|x| parabola(x[0]), &mut [x], h)[0])
            .to_vec(),
        automatic: automatic::<1>(TensorData::from([5.0, 10.0]), device, |x| {
            (x.clone().square() * 0.01 + x * 0.1).sum()
        }),
    };
    Gradients { places, field, weights, nudged: (0..6).map(nudged).collect(), slopes }
}
