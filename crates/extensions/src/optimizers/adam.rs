use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

/// Adam, in the book's form: Momentum and AdaGrad together, with bias correction (O5):
///
/// > m ← m + (1 − β₁)(∂L/∂W − m)
/// > v ← β₂ v + (1 − β₂) ∂L/∂W ⊙ ∂L/∂W
/// > η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
/// > W ← W − η_t m / (√v + ε)
///
/// m and v start at 0. The bias correction is part of η_t, and ε = 1e-7 is added to the uncorrected √v
/// (Kingma and Ba 2015, end of section 2). Burn, PyTorch and optax add ε to the corrected √v̂ instead.
/// Source: slide O5; the book's section 6.1.6.
///
/// The book writes v ← v + (1 − β₂)(∂L/∂W ⊙ ∂L/∂W − v), which is the same in exact arithmetic. In 32
/// bits, that form turns NaN and stays so once v is infinite, because ∞ − ∞ is NaN. Here v is then ∞, and
/// this weight no longer moves. As in PyTorch, the gradient is multiplied by 1 − β₂ before it is squared,
/// so with β₂ = 0.999 this takes a gradient above 5.8e20, not 1.8e19.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// β₁: how slowly the mean of the gradients changes, in [0, 1). The book's is 0.9.
    pub beta_1: f64,
    /// β₂: how slowly the mean of their squares changes, in [0, 1). The book's is 0.999.
    pub beta_2: f64,
    /// ε: added outside the root, so that nothing is divided by 0. The book's is 1e-7.
    pub epsilon: f64,
    /// Whether η_t corrects for m and v starting at 0. The book's does. Without the correction, η_t = η.
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

/// The state of [`Adam`] for one parameter.
#[derive(RecordState, Clone)]
pub struct AdamState<const D: usize> {
    /// How many steps were taken.
    pub steps: usize,
    /// m: the running mean of the gradients, of the parameter's shape.
    pub mean: Tensor<D>,
    /// v: the running mean of their squares, of the parameter's shape.
    pub square: Tensor<D>,
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
        let AdamState { steps, mean: m, square: v } = state.unwrap_or_else(|| AdamState {
            steps: 0,
            mean: grad.zeros_like(),
            square: grad.zeros_like(),
        });
        let t = steps + 1;

        let m = m.clone() + (grad.clone() - m) * (1.0 - self.beta_1);
        let v = v * self.beta_2 + (grad.clone() * (1.0 - self.beta_2)) * grad;
        let lr_t = self.corrected_learning_rate(lr, t);
        let w = w - m.clone() / (v.clone().sqrt() + self.epsilon) * lr_t;
        (w, Some(AdamState { steps: t, mean: m, square: v }))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        AdamState {
            mean: state.mean.to_device(device),
            square: state.square.to_device(device),
            ..state
        }
    }
}
