use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

use super::one_pass::{can_take_one_pass, one_pass};

/// Nesterov's accelerated gradient, in the form of [arXiv 1212.0901](https://arxiv.org/abs/1212.0901)
/// (equations 6 and 7):
///
/// > W ← W + α²v − (1 + α) η ∂L/∂W
/// > v ← αv − η ∂L/∂W
///
/// Here W stands for the point that momentum looks ahead to, so the gradient is taken where the
/// network is. The velocity v starts at 0. Source: the book's `common/optimizer.py`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nesterov {
    /// α: how much of the velocity is kept from step to step, in [0, 1). The book's is 0.9.
    pub momentum: f64,
}

impl Default for Nesterov {
    fn default() -> Self {
        Self { momentum: 0.9 }
    }
}

/// What [`Nesterov`] remembers of one parameter.
#[derive(RecordState, Clone)]
pub struct NesterovState<const D: usize> {
    /// v, of the parameter's shape.
    pub velocity: Tensor<D>,
}

impl Nesterov {
    /// The update as the lecture writes it, on any backend.
    pub(crate) fn in_tensors<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<NesterovState<D>>,
    ) -> (Tensor<D>, NesterovState<D>) {
        let a = self.momentum;
        let v = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);
        let w = w + v.clone() * (a * a) - grad.clone() * ((1.0 + a) * lr);
        let velocity = v * a - grad * lr;
        (w, NesterovState { velocity })
    }

    /// The same for each weight by itself, in one pass.
    pub(crate) fn in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<NesterovState<D>>,
    ) -> (Tensor<D>, NesterovState<D>) {
        let velocity = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);
        let a = self.momentum;
        let (a_squared, ahead) = ((a * a) as f32, ((1.0 + a) * lr) as f32);
        let (a, lr) = (a as f32, lr as f32);
        let (w, [velocity]) = one_pass(w, grad, [velocity], |w, g, [v]| {
            *w = *w + *v * a_squared - g * ahead;
            *v = *v * a - g * lr;
        });
        (w, NesterovState { velocity })
    }
}

impl Optimizer for Nesterov {
    type State<const D: usize> = NesterovState<D>;

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
        NesterovState { velocity: state.velocity.to_device(device) }
    }
}
