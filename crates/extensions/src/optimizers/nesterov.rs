use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

/// Nesterov's accelerated gradient, in the form of [arXiv 1212.0901](https://arxiv.org/abs/1212.0901)
/// (equations 6 and 7):
///
/// > W ← W + α²v − (1 + α) η ∂L/∂W
/// > v ← αv − η ∂L/∂W
///
/// W is the point that momentum looks ahead to, so the gradient is computed at the current weights. The
/// velocity v starts at 0. Source: the book's `common/optimizer.py` in its Japanese edition. The Korean edition
/// has an older version, which updates v first and so uses the new v for W.
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

/// The state of [`Nesterov`] for one parameter.
#[derive(RecordState, Clone)]
pub struct NesterovState<const D: usize> {
    /// v, of the parameter's shape.
    pub velocity: Tensor<D>,
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
        let a = self.momentum;
        let v = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);

        let w = w + v.clone() * (a * a) - grad.clone() * ((1.0 + a) * lr);
        let v = v * a - grad * lr;
        (w, Some(NesterovState { velocity: v }))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        NesterovState { velocity: state.velocity.to_device(device) }
    }
}
