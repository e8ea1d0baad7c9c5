//! The updates of the optimizers, each in one pass over memory.
//!
//! Written in tensors, every arithmetic operation of an update goes over all weights once: Adam goes
//! over them a dozen times, which takes a sixth of a training step. In memory that the processor can
//! read, one pass is enough. Plain SGD has no faster form: when this was
//! measured, one pass saved 8 µs of a step of 860.

mod one_pass;

use burn::optim::{LearningRate, Optimizer};
use burn::tensor::{Device, Tensor};
use extensions::optimizers::{
    AdaGrad, AdaGradState, Adam, AdamState, Momentum, MomentumState, Nesterov, NesterovState,
};

use crate::is_on;
use one_pass::{can_take_one_pass, for_each_entry, one_pass};

/// `optimizer` with its faster form. The state is of the same type, so a saved one fits both.
///
/// ```
/// use burn::optim::ModuleOptimizer;
/// use extensions::optimizers::{AdaGrad, WeightDecay};
/// use fast::optimizers::fast;
///
/// let optimizer = ModuleOptimizer::from(WeightDecay::new(fast(AdaGrad::default()), 1e-4));
/// ```
pub fn fast<O: OnePass>(optimizer: O) -> Fast<O> {
    Fast(optimizer)
}

/// An optimizer that takes its faster form where that applies. Made by [`fast()`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fast<O>(O);

impl<O: OnePass> Optimizer for Fast<O> {
    type State<const D: usize> = O::State<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        if is_on() && can_take_one_pass(&w) {
            let (w, state) = self.0.step_in_one_pass(lr, w, grad, state);
            (w, Some(state))
        } else {
            self.0.step(lr, w, grad, state)
        }
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        O::to_device(state, device)
    }
}

/// An optimizer whose update can be computed for each weight by itself.
pub trait OnePass: Optimizer {
    /// What [`Optimizer::step`] computes, to the last bit: the new weights and the new state.
    ///
    /// # Panics
    /// If the shapes differ, or not all tensors are f32.
    fn step_in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Self::State<D>);
}

impl OnePass for Momentum {
    fn step_in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<MomentumState<D>>,
    ) -> (Tensor<D>, MomentumState<D>) {
        let velocity = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);
        let (a, lr) = (self.momentum as f32, lr as f32);
        let (w, [velocity]) = one_pass(w, grad, [velocity], |w, grad, [velocity]| {
            momentum(w, grad, velocity, a, lr);
        });
        (w, MomentumState { velocity })
    }
}

impl OnePass for AdaGrad {
    fn step_in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<AdaGradState<D>>,
    ) -> (Tensor<D>, AdaGradState<D>) {
        let AdaGradState { steps, accumulator } = state.unwrap_or_else(|| AdaGradState {
            steps: 0,
            accumulator: grad.full_like(self.initial_accumulator),
        });
        let lr = lr / (1.0 + steps as f64 * self.learning_rate_decay);
        let (epsilon, lr) = (self.epsilon as f32, lr as f32);
        let (w, [accumulator]) = one_pass(w, grad, [accumulator], |w, grad, [accumulator]| {
            adagrad(w, grad, accumulator, epsilon, lr);
        });
        (w, AdaGradState { steps: steps + 1, accumulator })
    }
}

impl OnePass for Adam {
    fn step_in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, AdamState<D>) {
        let AdamState { steps, mean, square } = state.unwrap_or_else(|| AdamState {
            steps: 0,
            mean: grad.zeros_like(),
            square: grad.zeros_like(),
        });
        let t = steps + 1;
        let (w, [mean, square]) = one_pass(w, grad, [mean, square], |w, grad, [mean, square]| {
            adam(w, grad, mean, square, self, self.corrected_learning_rate(lr, t) as f32);
        });
        (w, AdamState { steps: t, mean, square })
    }
}

impl OnePass for Nesterov {
    fn step_in_one_pass<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<NesterovState<D>>,
    ) -> (Tensor<D>, NesterovState<D>) {
        let velocity = state.map_or_else(|| grad.zeros_like(), |state| state.velocity);
        let (w, [velocity]) = one_pass(w, grad, [velocity], |w, grad, [velocity]| {
            nesterov(w, grad, velocity, self.momentum, lr);
        });
        (w, NesterovState { velocity })
    }
}

// The updates. They are not generic, so that they are compiled with this crate, which is always optimized. Generic code
// is compiled with the crate that uses it, such as `experiments`, which is not optimized.

fn momentum(w: &mut [f32], grad: &[f32], velocity: &mut [f32], a: f32, lr: f32) {
    for_each_entry(w, grad, [velocity], |w, g, [v]| {
        *v = *v * a - g * lr;
        *w += *v;
    });
}

fn adagrad(w: &mut [f32], grad: &[f32], accumulator: &mut [f32], epsilon: f32, lr: f32) {
    for_each_entry(w, grad, [accumulator], |w, g, [h]| {
        *h += g * g;
        *w -= g / (h.sqrt() + epsilon) * lr;
    });
}

/// `lr_t` is the learning rate of the step, which corrects that the means start at 0.
fn adam(w: &mut [f32], grad: &[f32], mean: &mut [f32], square: &mut [f32], of: &Adam, lr_t: f32) {
    let c1 = (1.0 - of.beta_1) as f32;
    let (b2, c2) = (of.beta_2 as f32, (1.0 - of.beta_2) as f32);
    let epsilon = of.epsilon as f32;
    for_each_entry(w, grad, [mean, square], |w, g, [m, v]| {
        *m += (g - *m) * c1;
        *v = *v * b2 + (g * c2) * g;
        *w -= *m / (v.sqrt() + epsilon) * lr_t;
    });
}

fn nesterov(w: &mut [f32], grad: &[f32], velocity: &mut [f32], a: f64, lr: f64) {
    let (a_squared, ahead) = ((a * a) as f32, ((1.0 + a) * lr) as f32);
    let (a, lr) = (a as f32, lr as f32);
    for_each_entry(w, grad, [velocity], |w, g, [v]| {
        *w = *w + *v * a_squared - g * ahead;
        *v = *v * a - g * lr;
    });
}

#[cfg(test)]
#[cfg(feature = "flex")]
mod tests {
    use super::*;
    use burn::tensor::TensorData;
    use extensions::random::{Purpose, Stream};

    fn bits(tensor: &Tensor<2>) -> Vec<u32> {
        let bits = |x: &f32| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() };
        tensor.to_data().as_slice::<f32>().expect("f32").iter().map(bits).collect()
    }

    /// Runs both forms of an optimizer from the same weights on the same gradients, and compares every
    /// bit of the weights and the state. No vector's length divides the entries of the first shape; in
    /// the last, some gradients are 0, tiny, huge, infinite or not a number.
    fn both_forms_agree<O: OnePass>(optimizer: O, parts: fn(&O::State<2>) -> Vec<&Tensor<2>>) {
        for (shape, odd) in [([37, 29], false), ([1, 1], false), ([64, 32], false), ([5, 7], true)]
        {
            let mut stream = Stream::new(3, Purpose::Weights);
            let mut draw = |odd: bool| {
                let n = shape[0] * shape[1];
                let mut entries: Vec<f32> = (0..n).map(|_| stream.normal() as f32).collect();
                if odd {
                    let (inf, nan) = (f32::INFINITY, f32::NAN);
                    let values = [0.0, -0.0, inf, -inf, nan, 1e30, 1e20, -1e20, 1e-20];
                    entries[..values.len()].copy_from_slice(&values);
                }
                Tensor::<2>::from_data(TensorData::new(entries, shape), &Device::flex())
            };
            let start = bits(&draw(false));
            let start = || {
                let entries = start.iter().map(|&bits| f32::from_bits(bits)).collect();
                Tensor::<2>::from_data(TensorData::new(entries, shape), &Device::flex())
            };
            let (mut plain, mut fast) = ((start(), None), (start(), None));
            for _ in 0..50 {
                let grad = draw(odd);
                plain = optimizer.step(0.1, plain.0, grad.clone(), plain.1);
                let (w, state) = optimizer.step_in_one_pass(0.1, fast.0, grad, fast.1);
                fast = (w, Some(state));
                assert_eq!(bits(&plain.0), bits(&fast.0));
                let [plain, fast] = [&plain.1, &fast.1].map(|state| {
                    let state = state.as_ref().expect("both keep a state");
                    parts(state).into_iter().map(bits).collect::<Vec<_>>()
                });
                assert_eq!(plain, fast);
            }
        }
    }

    #[test]
    fn momentum_agrees_to_the_last_bit() {
        both_forms_agree(Momentum::default(), |state| vec![&state.velocity]);
    }

    #[test]
    fn nesterov_agrees_to_the_last_bit() {
        both_forms_agree(Nesterov::default(), |state| vec![&state.velocity]);
    }

    #[test]
    fn adagrad_agrees_to_the_last_bit() {
        both_forms_agree(AdaGrad::default(), |state| vec![&state.accumulator]);
        both_forms_agree(
            AdaGrad { initial_accumulator: 0.1, learning_rate_decay: 0.01, ..AdaGrad::default() },
            |state| vec![&state.accumulator],
        );
    }

    #[test]
    fn adam_agrees_to_the_last_bit() {
        both_forms_agree(Adam::default(), |state| vec![&state.mean, &state.square]);
    }
}
