use burn::optim::{LearningRate, Optimizer};
use burn::tensor::{Device, Tensor};

/// Weight decay around any optimizer, on weights only (V3):
///
/// > ∂L/∂W ← ∂L/∂W + λW
///
/// which adds the gradient of the L2 penalty ½λW². A weight is a parameter of rank 2 or more. Biases and
/// the γ and β of batch normalization have rank 1 and are not decayed. Burn's `WeightDecayConfig`
/// decays every parameter. Source: slide V3; the book's section 6.4.2.
///
/// ```
/// use burn::optim::{ModuleOptimizer, SgdConfig};
/// use extensions::optimizers::WeightDecay;
///
/// let optimizer = ModuleOptimizer::from(WeightDecay::new(SgdConfig::new().build(), 0.1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightDecay<O> {
    optimizer: O,
    penalty: f64,
}

impl<O> WeightDecay<O> {
    /// `optimizer` with the L2 penalty λ = `penalty` on weights. 0 changes nothing.
    pub fn new(optimizer: O, penalty: f64) -> Self {
        Self { optimizer, penalty }
    }
}

impl<O: Optimizer> Optimizer for WeightDecay<O> {
    type State<const D: usize> = O::State<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let is_weight = D >= 2;
        let grad =
            if is_weight && self.penalty != 0.0 { grad + w.clone() * self.penalty } else { grad };
        self.optimizer.step(lr, w, grad, state)
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        O::to_device(state, device)
    }
}
