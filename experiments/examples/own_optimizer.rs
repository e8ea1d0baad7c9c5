//! Adds an optimizer that Burn does not have, AdaBelief, to both optimizer figures. Explained in
//! docs/guides/own_optimizer.md
//!
//! `cargo run -p experiments --example own_optimizer -- optimizer_paths` (or `optimizer_comparison`)

use std::process::ExitCode;

use burn::optim::{LearningRate, Optimizer};
use burn::tensor::{Device, Tensor};
use experiments::commands::root;
// What Burn's `derive(RecordState)` looks for in the root of the program that uses it.
use extensions::record_state::*;
use training::optimizers::{OPTIMIZERS, entry};

/// AdaBelief (Zhuang et al. 2020, [arXiv 2010.07468](https://arxiv.org/abs/2010.07468), algorithm 2):
///
/// > m ← β₁m + (1 − β₁) g
/// > s ← β₂s + (1 − β₂) (g − m)² + ε
/// > W ← W − η m̂ / (√ŝ + ε), with m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ)
///
/// g is the gradient ∂L/∂W in step t, counted from 1; m and s start at 0.
#[derive(Clone, Copy)]
struct AdaBelief {
    beta_1: f64,
    beta_2: f64,
    epsilon: f64,
}

#[derive(RecordState, Clone)]
struct AdaBeliefState<const D: usize> {
    steps: usize,
    mean: Tensor<D>,
    spread: Tensor<D>,
}

impl Optimizer for AdaBelief {
    type State<const D: usize> = AdaBeliefState<D>;

    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        w: Tensor<D>,
        g: Tensor<D>,
        state: Option<AdaBeliefState<D>>,
    ) -> (Tensor<D>, Option<AdaBeliefState<D>>) {
        let AdaBelief { beta_1, beta_2, epsilon } = *self;
        let zeros = || AdaBeliefState { steps: 0, mean: g.zeros_like(), spread: g.zeros_like() };
        let AdaBeliefState { steps, mean: m, spread: s } = state.unwrap_or_else(zeros);
        let t = steps as i32 + 1;

        let m = m * beta_1 + g.clone() * (1.0 - beta_1);
        let s = s * beta_2 + (g - m.clone()).square() * (1.0 - beta_2) + epsilon;
        let m_hat = m.clone() / (1.0 - beta_1.powi(t));
        let s_hat = s.clone() / (1.0 - beta_2.powi(t));
        let w = w - m_hat / (s_hat.sqrt() + epsilon) * lr;
        (w, Some(AdaBeliefState { steps: steps + 1, mean: m, spread: s }))
    }

    fn to_device<const D: usize>(state: AdaBeliefState<D>, device: &Device) -> AdaBeliefState<D> {
        let AdaBeliefState { steps, mean, spread } = state;
        AdaBeliefState { steps, mean: mean.to_device(device), spread: spread.to_device(device) }
    }
}

/// The hyperparameters of the paper. The learning rates are Adam's.
const ADABELIEF: AdaBelief = AdaBelief { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-16 };

fn main() -> ExitCode {
    OPTIMIZERS.add(entry("AdaBelief", 0.3, 0.001, &|| ADABELIEF));
    root::main()
}
