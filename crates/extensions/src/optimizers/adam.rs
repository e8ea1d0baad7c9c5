use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

use super::one_pass::{can_take_one_pass, one_pass};

/// Adam, in the book's form: Momentum and AdaGrad together, with bias correction (O5):
///
/// > m ← m + (1 − β₁)(∂L/∂W − m)
/// > v ← v + (1 − β₂)(∂L/∂W ⊙ ∂L/∂W − v)
/// > η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
/// > W ← W − η_t m / (√v + ε)
///
/// m and v start at 0. The bias correction sits in η_t and ε = 1e-7 beside the uncorrected √v
/// (Kingma and Ba 2015, the end of section 2); Burn, PyTorch and optax add ε beside √v̂.
/// Source: slide O5; the book's section 6.1.6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// β₁: how slowly the mean of the gradients changes, in [0, 1). The book's is 0.9.
    pub beta_1: f64,
    /// β₂: how slowly the mean of their squares changes, in [0, 1). The book's is 0.999.
    pub beta_2: f64,
    /// ε: added outside the root, so that nothing is divided by 0. The book's is 1e-7.
    pub epsilon: f64,
    /// Whether η_t corrects for m and v starting at 0. The book's does; without, η_t = η.
    pub bias_correction: bool,
}

impl Default for Adam {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, bias_correction: true }
    }
}

impl Adam {
    /// η_t: the learning rate of step `t` (from 1).
    pub fn corrected_learning_rate(&self, lr: LearningRate, t: usize) -> LearningRate {
        if !self.bias_correction {
            return lr;
        }
        let t = t as f64;
        lr * (1.0 - self.beta_2.powf(t)).sqrt() / (1.0 - self.beta_1.powf(t))
    }
}

/// What [`Adam`] remembers of one parameter.
#[derive(RecordState, Clone)]
pub struct AdamState<const D: usize> {
    /// How many steps were taken.
    pub steps: usize,
    /// m: the running mean of the gradients, of the parameter's shape.
    pub mean: Tensor<D>,
    /// v: the running mean of their squares, of the parameter's shape.
    pub square: Tensor<D>,
}

impl<const D: usize> AdamState<D> {
    /// The state, or before the first step m = v = 0.
    fn or_start(state: Option<Self>, grad: &Tensor<D>) -> Self {
        state.unwrap_or_else(|| Self {
            steps: 0,
            mean: grad.zeros_like(),
            square: grad.zeros_like(),
        })
    }
}

impl Adam {
    /// The update as the lecture writes it, on any backend.
    pub(crate) fn in_tensors<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, AdamState<D>) {
        let AdamState { steps, mean, square } = AdamState::or_start(state, &grad);
        let t = steps + 1;

        let m = mean.clone() + (grad.clone() - mean) * (1.0 - self.beta_1);
        let v = square.clone() + (grad.clone() * grad - square) * (1.0 - self.beta_2);
        let lr_t = self.corrected_learning_rate(lr, t);
        let w = w - m.clone() / (v.clone().sqrt() + self.epsilon) * lr_t;
        (w, AdamState { steps: t, mean: m, square: v })
    }

    /// The same for each weight by itself, in one pass.
    pub(crate) fn in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, AdamState<D>) {
        let AdamState { steps, mean, square } = AdamState::or_start(state, &grad);
        let t = steps + 1;

        let (c1, c2) = ((1.0 - self.beta_1) as f32, (1.0 - self.beta_2) as f32);
        let (epsilon, lr_t) = (self.epsilon as f32, self.corrected_learning_rate(lr, t) as f32);
        let (w, [mean, square]) = one_pass(w, grad, [mean, square], |w, g, [m, v]| {
            *m += (g - *m) * c1;
            *v += (g * g - *v) * c2;
            *w -= *m / (v.sqrt() + epsilon) * lr_t;
        });
        (w, AdamState { steps: t, mean, square })
    }
}

impl Optimizer for Adam {
    type State<const D: usize> = AdamState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let (w, state) = if can_take_one_pass(&w) {
            self.in_one_pass(lr, w, grad, state)
        } else {
            self.in_tensors(lr, w, grad, state)
        };
        (w, Some(state))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        AdamState {
            mean: state.mean.to_device(device),
            square: state.square.to_device(device),
            ..state
        }
    }
}
