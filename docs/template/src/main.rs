//! Adds an optimizer, Signum, to the experiments.

use std::process::ExitCode;

use burn::optim::{LearningRate, Optimizer};
use burn::tensor::{Device, Tensor};
use experiments::commands::root;
use extensions::record_state::*;
use training::optimizers::{OPTIMIZERS, entry};

/// Bernstein et al. 2018, [arXiv 1802.04434](https://arxiv.org/abs/1802.04434), algorithm 2, with m = 0 at the start:
///
/// > m ← βm + (1 − β) ∂L/∂W
/// > W ← W − η sign(m)
#[derive(Clone)]
struct Signum {
    beta: f64,
}

#[derive(RecordState, Clone)]
struct SignumState<const D: usize> {
    m: Tensor<D>,
}

impl Optimizer for Signum {
    type State<const D: usize> = SignumState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<SignumState<D>>,
    ) -> (Tensor<D>, Option<SignumState<D>>) {
        let m = state.map_or_else(|| grad.zeros_like(), |state| state.m);
        let m = m * self.beta + grad * (1.0 - self.beta);
        (w - m.clone().sign() * lr, Some(SignumState { m }))
    }

    fn to_device<const D: usize>(state: SignumState<D>, device: &Device) -> SignumState<D> {
        let m = state.m.to_device(device);
        SignumState { m }
    }
}

fn main() -> ExitCode {
    OPTIMIZERS.add(entry("Signum", 0.3, 0.0001, &|| Signum { beta: 0.9 }));
    root::main()
}
