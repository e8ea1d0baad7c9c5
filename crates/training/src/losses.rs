//! What training measures: the loss of each mini-batch.

use serde::{Deserialize, Serialize};

use crate::smoothing::smooth;

/// How many mini-batches at the end a final loss is averaged over: the loss of a single one is mostly
/// noise.
pub const LAST: usize = 100;

/// The name of that final loss in a table, after a run of so many iterations.
pub fn ending_loss(iterations: usize) -> String {
    match iterations.min(LAST) {
        1 => "loss, one iteration".into(),
        n => format!("loss, last {n} iterations"),
    }
}

/// The loss of each mini-batch, before the step on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// One loss for each iteration; shorter than the run if training diverged.
    pub losses: Vec<f32>,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

impl Losses {
    /// Adds the losses of the iterations that followed.
    pub fn append(&mut self, later: Self) {
        self.diverged_at = later.diverged_at.map(|i| self.losses.len() + i);
        self.losses.extend(later.losses);
    }

    /// The mean loss of the last `n` iterations; infinite if training diverged.
    pub fn last(&self, n: usize) -> f64 {
        let last = &self.losses[self.losses.len().saturating_sub(n)..];
        match self.diverged_at {
            Some(_) => f64::INFINITY,
            None => last.iter().map(|&loss| f64::from(loss)).sum::<f64>() / last.len() as f64,
        }
    }

    /// The mean loss over the whole run: the lower, the faster it learned. Infinite if training diverged.
    pub fn mean(&self) -> f64 {
        self.last(self.losses.len())
    }

    /// The number of iterations after which the mean loss of the last `n` is at most `loss` for the first
    /// time; `None` if it never is.
    pub fn iterations_to(&self, loss: f64, n: usize) -> Option<usize> {
        let reached = |window: &[f32]| {
            window.iter().map(|&loss| f64::from(loss)).sum::<f64>() <= loss * n as f64
        };
        self.losses.windows(n).position(reached).map(|before| before + n)
    }

    /// The losses as the book draws them: smoothed.
    pub fn smoothed(&self) -> Vec<f64> {
        smooth(&self.losses.iter().map(|&loss| f64::from(loss)).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_reached_when_the_mean_of_a_whole_window_is_that_low() {
        let losses = Losses { losses: vec![4.0, 0.0, 2.0, 0.0, 9.0], diverged_at: None };
        assert_eq!(losses.iterations_to(2.0, 2), Some(2));
        assert_eq!(losses.iterations_to(1.0, 2), Some(3));
        assert_eq!(losses.iterations_to(0.9, 2), None);
        assert_eq!(losses.iterations_to(9.0, 6), None);
    }
}
