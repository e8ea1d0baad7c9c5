use burn::optim::{LearningRate, Optimizer, RecordState};
use burn::tensor::{Device, Tensor};

/// AdaGrad: each parameter has its own learning rate, which falls as learning goes on (O4):
///
/// > h ← h + ∂L/∂W ⊙ ∂L/∂W
/// > W ← W − η / (√h + ε) · ∂L/∂W
///
/// h starts at [`initial_accumulator`](Self::initial_accumulator). With
/// [`learning_rate_decay`](Self::learning_rate_decay) d, step t (from 1) uses η / (1 + (t − 1)d), as
/// in PyTorch. Source: slide O4; the book's section 6.1.5; Duchi et al. 2011.
///
/// ```
/// use extensions::optimizers::AdaGrad;
/// assert_eq!(AdaGrad::default().epsilon, 1e-7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaGrad {
    /// ε: added outside the root, so that nothing is divided by 0. The book's is 1e-7.
    pub epsilon: f64,
    /// h before the first step, the same for every entry; 0 or more. The book's is 0.
    pub initial_accumulator: f64,
    /// How fast η itself falls, per step; 0 or more. The book has no such decay, so the default is 0.
    pub learning_rate_decay: f64,
}

impl Default for AdaGrad {
    fn default() -> Self {
        Self { epsilon: 1e-7, initial_accumulator: 0.0, learning_rate_decay: 0.0 }
    }
}

/// The state of [`AdaGrad`] for one parameter.
#[derive(RecordState, Clone)]
pub struct AdaGradState<const D: usize> {
    /// How many steps were taken.
    pub steps: usize,
    /// h: the sum of the squared gradients so far, of the parameter's shape. It never falls.
    pub accumulator: Tensor<D>,
}

impl Optimizer for AdaGrad {
    type State<const D: usize> = AdaGradState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let AdaGradState { steps, accumulator: h } = state.unwrap_or_else(|| AdaGradState {
            steps: 0,
            accumulator: grad.full_like(self.initial_accumulator),
        });
        let lr = lr / (1.0 + steps as f64 * self.learning_rate_decay);

        let h = h + grad.clone() * grad.clone();
        let w = w - grad / (h.clone().sqrt() + self.epsilon) * lr;
        (w, Some(AdaGradState { steps: steps + 1, accumulator: h }))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        AdaGradState { accumulator: state.accumulator.to_device(device), ..state }
    }
}
