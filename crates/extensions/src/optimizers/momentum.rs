use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

use super::one_pass::{can_take_one_pass, one_pass};

/// Momentum, without dampening (O3):
///
/// > v ← αv − η ∂L/∂W
/// > W ← W + v
///
/// The velocity v starts at 0. Source: slide O3; the book's section 6.1.4.
///
/// ```
/// use extensions::optimizers::Momentum;
/// assert_eq!(Momentum::default(), Momentum { momentum: 0.9 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Momentum {
    /// α: how much of the velocity is kept from step to step, in [0, 1). The book's is 0.9.
    pub momentum: f64,
}

impl Default for Momentum {
    fn default() -> Self {
        Self { momentum: 0.9 }
    }
}

/// What [`Momentum`] remembers of one parameter.
#[derive(RecordState, Clone)]
pub struct MomentumState<const D: usize> {
    /// v, of the parameter's shape.
    pub velocity: Tensor<D>,
}

impl Momentum {
    /// The update as the lecture writes it, on any backend.
    pub(crate) fn in_tensors<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<MomentumState<D>>,
    ) -> (Tensor<D>, MomentumState<D>) {
        let step = grad * lr;
        let velocity = match state {
            Some(MomentumState { velocity }) => velocity * self.momentum - step,
            None => -step,
        };
        (w + velocity.clone(), MomentumState { velocity })
    }

    /// The same for each weight by itself, in one pass.
    pub(crate) fn in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<MomentumState<D>>,
    ) -> (Tensor<D>, MomentumState<D>) {
        let velocity = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);
        let (a, lr) = (self.momentum as f32, lr as f32);
        let (w, [velocity]) = one_pass(w, grad, [velocity], |w, g, [v]| {
            *v = *v * a - g * lr;
            *w += *v;
        });
        (w, MomentumState { velocity })
    }
}

impl Optimizer for Momentum {
    type State<const D: usize> = MomentumState<D>;

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
        MomentumState { velocity: state.velocity.to_device(device) }
    }
}
