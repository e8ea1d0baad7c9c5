//! How far the trials of a run have come.

use std::sync::atomic::{AtomicU64, Ordering};

/// The steps of each trial of a run. Each trial counts in a place of its own, so that no thread waits for another.
pub(crate) struct Advance {
    trials: Vec<Counter>,
    weights: f64,
}

struct Counter {
    done: AtomicU64,
    of: u64,
    weight: f64,
}

impl Advance {
    /// Of trials with at most so many steps.
    ///
    /// A trial's weight is half its part of all steps, and half its part of all trials that have any: by the steps
    /// alone, a trial whose few steps take long would count for nothing, and by their number alone, a long trial
    /// would count as much as a short one.
    pub(crate) fn new(steps: &[u64]) -> Self {
        let all = steps.iter().sum::<u64>() as f64;
        let trials = steps.iter().filter(|&&steps| steps > 0).count() as f64;
        let weight = |of| if of == 0 { 0.0 } else { of as f64 / all + 1.0 / trials };
        let counter = |&of: &u64| Counter { done: AtomicU64::new(0), of, weight: weight(of) };
        let trials: Vec<Counter> = steps.iter().map(counter).collect();
        Self { weights: trials.iter().map(|trial| trial.weight).sum(), trials }
    }

    /// Where the trial with that index counts its steps.
    pub(crate) fn counter(&self, index: usize) -> &AtomicU64 {
        &self.trials[index].done
    }

    /// The trial has ended. It may have stopped before its last step, as training to a target does.
    pub(crate) fn end(&self, index: usize) {
        let Counter { done, of, .. } = &self.trials[index];
        done.store(*of, Ordering::Relaxed);
    }

    /// The share of the work that is done, from 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        let done = |Counter { done, of, weight }: &Counter| match of {
            0 => 0.0,
            _ => weight * (done.load(Ordering::Relaxed) as f64 / *of as f64).min(1.0),
        };
        let sum: f64 = self.trials.iter().map(done).sum();
        if self.weights > 0.0 { sum / self.weights } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_count_as_they_are_done_and_a_trial_that_ends_early_counts_as_whole() {
        let advance = Advance::new(&[100, 300]);
        assert_eq!(advance.share(), 0.0);
        // The weights are 1/4 + 1/2 and 3/4 + 1/2.
        advance.counter(0).store(50, Ordering::Relaxed);
        assert_eq!(advance.share(), 0.75 / 2.0 * 0.5);
        advance.end(0);
        assert_eq!(advance.share(), 0.375);
        // More steps than were announced are not more than all.
        advance.counter(1).store(900, Ordering::Relaxed);
        assert_eq!(advance.share(), 1.0);
    }

    #[test]
    fn trials_without_steps_weigh_nothing() {
        let advance = Advance::new(&[0, 10]);
        advance.end(0);
        assert_eq!(advance.share(), 0.0);
        advance.end(1);
        assert_eq!((advance.share(), Advance::new(&[0]).share()), (1.0, 0.0));
    }
}
