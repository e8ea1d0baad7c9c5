//! Adds an optimizer, Lion, to both optimizer figures. Explained in docs/guides/own_optimizer.md
//!
//! `cargo run -p experiments --example own_optimizer -- optimizer_paths` (or `optimizer_comparison`)

use std::process::ExitCode;

use burn::optim::{LearningRate, Optimizer, RecordState};
// Burn's `derive(RecordState)` looks for these in the root of the program that uses it.
#[allow(unused_imports)]
use burn::optim::{StateSink, StateSource};
use burn::tensor::{Device, Tensor};
use experiments::commands::root;
use training::optimizers::{Named, OPTIMIZERS, with_decay};

/// Lion (Chen et al. 2023, [arXiv 2302.06675](https://arxiv.org/abs/2302.06675), algorithm 2):
///
/// > c = β₁m + (1 − β₁) ∂L/∂W
/// > W ← W − η sign(c)
/// > m ← β₂m + (1 − β₂) ∂L/∂W
///
/// m starts at 0. Every entry moves by η, regardless of the size of its gradient.
#[derive(Clone, Copy)]
struct Lion {
    beta_1: f64,
    beta_2: f64,
}

#[derive(RecordState, Clone)]
struct LionState<const D: usize> {
    mean: Tensor<D>,
}

impl Optimizer for Lion {
    type State<const D: usize> = LionState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        grad: Tensor<D>,
        state: Option<LionState<D>>,
    ) -> (Tensor<D>, Option<LionState<D>>) {
        let m = state.map_or_else(|| grad.zeros_like(), |state| state.mean);
        let c = m.clone() * self.beta_1 + grad.clone() * (1.0 - self.beta_1);
        let w = w - c.sign() * lr;
        let mean = m * self.beta_2 + grad * (1.0 - self.beta_2);
        (w, Some(LionState { mean }))
    }

    fn to_device<const D: usize>(state: LionState<D>, device: &Device) -> LionState<D> {
        LionState { mean: state.mean.to_device(device) }
    }
}

/// The learning rates were chosen by this project: Adam's rate for the paths, and a tenth of Adam's rate
/// for MNIST (the paper recommends a third to a tenth).
static LION: Named = Named {
    name: "Lion",
    path_rate: 0.3,
    mnist_rate: 0.0001,
    compared: true,
    build: |decay| with_decay(Lion { beta_1: 0.9, beta_2: 0.99 }, decay),
};

fn main() -> ExitCode {
    OPTIMIZERS.add(&LION);
    root::main()
}
