//! What training measures: the loss of each mini-batch.

use serde::{Deserialize, Serialize};

use crate::smoothing::smooth;

/// How many mini-batches at the end a final loss is averaged over: the loss of a single one is mostly
/// noise.
pub const LAST: usize = 100;

/// The loss of each mini-batch, before the step on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// One loss for each iteration; shorter than the run if training diverged.
    pub losses: Vec<f32>,
    /// The first iteration whose loss was infinite or not a number, if there was one.
    pub diverged_at: Option<usize>,
}

impl Losses {
    /// Whether these can be the losses of so many iterations: one for each, or up to where training diverged.
    pub fn fits(&self, iterations: usize) -> bool {
        let end = self.diverged_at.unwrap_or(iterations);
        let diverged_in_time = self.diverged_at.is_none_or(|at| at < iterations);
        diverged_in_time && self.losses.len() == end && self.losses.iter().all(|x| x.is_finite())
    }

    /// Adds the loss of the next iteration, or notes that training diverged there. Returns whether it goes on.
    pub fn push(&mut self, loss: f32) -> bool {
        match loss.is_finite() {
            true => self.losses.push(loss),
            false => self.diverged_at = Some(self.losses.len()),
        }
        self.diverged_at.is_none()
    }

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

    /// The number of iterations after which the smoothed loss is below `threshold` for the first time, if it
    /// ever is.
    pub fn reached_at(&self, threshold: f64) -> Option<usize> {
        self.smoothed().iter().position(|&loss| loss < threshold)
    }

    /// How many iterations the smoothed loss takes to fall below `threshold`. A run that ends before that
    /// counts with all its iterations, so a difference from a run that gets there is never overstated.
    /// Infinite if training diverged before it got there.
    pub fn iterations_to(&self, threshold: f64) -> f64 {
        match self.reached_at(threshold) {
            Some(iterations) => iterations as f64,
            None if self.diverged_at.is_some() => f64::INFINITY,
            None => self.losses.len() as f64,
        }
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
    fn the_losses_of_a_run_are_as_many_as_it_has_iterations_unless_it_diverged() {
        let fits =
            |losses: &[f32], diverged_at| Losses { losses: losses.to_vec(), diverged_at }.fits(3);
        assert!(fits(&[2.0, 1.5, 1.0], None) && fits(&[2.0, 1.5], Some(2)) && fits(&[], Some(0)));
        assert!(!fits(&[2.0, 1.5], None) && !fits(&[2.0; 4], None) && !fits(&[], None));
        assert!(!fits(&[2.0], Some(2)) && !fits(&[2.0; 3], Some(3)));
        assert!(!fits(&[2.0, f32::INFINITY, 1.0], None));
    }

    #[test]
    fn the_time_to_a_loss_of_a_run_that_gets_there_or_not() {
        // Eleven losses or fewer are not smoothed.
        let run = |losses: &[f32], diverged_at| Losses { losses: losses.to_vec(), diverged_at };
        assert_eq!(run(&[2.0, 1.5, 1.0, 0.5], None).iterations_to(1.2), 2.0);
        assert_eq!(run(&[2.0, 1.5, 1.3, 1.2], None).iterations_to(1.2), 4.0);
        assert_eq!(run(&[2.0, 1e30], Some(2)).iterations_to(1.2), f64::INFINITY);
        assert_eq!(run(&[2.0, 1.0, 1e30], Some(3)).iterations_to(1.2), 1.0);
        // A single low loss is smoothed away.
        let mut losses = [2.0f32; 40];
        losses[20] = 1.0;
        assert_eq!(run(&losses, None).iterations_to(1.2), 40.0);
    }
}
