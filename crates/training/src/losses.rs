//! What training measures: the loss of each mini-batch, and the accuracy at the end.

use serde::{Deserialize, Serialize};

use crate::smoothing::smooth;

/// How many of the last mini-batches an ending loss is the mean of: one alone is mostly noise.
pub const LAST: usize = 100;

/// What [`Losses::last`] of [`LAST`] is called after so many iterations, for tables.
pub fn ending_loss(iterations: usize) -> String {
    match iterations.min(LAST) {
        1 => "loss, one iteration".into(),
        n => format!("loss, last {n} iterations"),
    }
}

/// The loss of each mini-batch, before the step that it led to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// One loss an iteration; shorter than the run where training diverged.
    pub losses: Vec<f32>,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

impl Losses {
    /// The losses, and after them those of the iterations that followed.
    pub fn append(&mut self, later: Self) {
        self.diverged_at = later.diverged_at.map(|i| self.losses.len() + i);
        self.losses.extend(later.losses);
    }

    /// The mean loss of the last `n` iterations; infinite where training diverged.
    pub fn last(&self, n: usize) -> f64 {
        let last = &self.losses[self.losses.len().saturating_sub(n)..];
        match self.diverged_at {
            Some(_) => f64::INFINITY,
            None => last.iter().map(|&loss| f64::from(loss)).sum::<f64>() / last.len() as f64,
        }
    }

    /// The mean loss over the whole run: the lower, the faster it learned. Infinite where training
    /// diverged.
    pub fn mean(&self) -> f64 {
        self.last(self.losses.len())
    }

    /// The losses as the book draws them: smoothed.
    pub fn smoothed(&self) -> Vec<f64> {
        smooth(&self.losses.iter().map(|&loss| f64::from(loss)).collect::<Vec<_>>())
    }
}
