use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

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

/// The state of [`Momentum`] for one parameter.
#[derive(RecordState, Clone)]
pub struct MomentumState<const D: usize> {
    /// v, of the parameter's shape.
    pub velocity: Tensor<D>,
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
        let v = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);

        let v = v * self.momentum - grad * lr;
        let w = w + v.clone();
        (w, Some(MomentumState { velocity: v }))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        MomentumState { velocity: state.velocity.to_device(device) }
    }
}
