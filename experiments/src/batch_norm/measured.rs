//! What a trial measures, and what is read from it.

use serde::{Deserialize, Serialize};
use training::statistics::{are_shares, mean};

/// What a trial measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The training accuracy before training and after each epoch, of the network as it is used after
    /// training, which is with running statistics. There are fewer where training diverged.
    pub accuracies: Vec<f64>,
    /// The epoch in which the loss became infinite or NaN, if it did.
    pub diverged_in: Option<usize>,
}

/// The accuracy of guessing one of MNIST's ten classes. A network that diverged counts as guessing.
pub(super) const GUESSING: f64 = 0.1;

impl Measured {
    /// Whether this can be a training of so many epochs: an accuracy before it and after each epoch, up to
    /// the one in which it diverged.
    pub(super) fn fits(&self, epochs: usize) -> bool {
        let is_epoch = self.diverged_in.is_none_or(|epoch| (1..=epochs).contains(&epoch));
        is_epoch && are_shares(&self.accuracies, self.diverged_in.unwrap_or(epochs + 1))
    }

    /// The accuracy after the last epoch.
    pub(super) fn last(&self) -> f64 {
        match (self.diverged_in, self.accuracies.last()) {
            (None, Some(&last)) => last,
            _ => GUESSING,
        }
    }

    /// The mean of the accuracies after each epoch: the higher, the faster the network learned.
    pub(super) fn mean(&self, epochs: usize) -> f64 {
        let after = |epoch| self.accuracies.get(epoch).copied().unwrap_or(GUESSING);
        mean(&(1..=epochs).map(after).collect::<Vec<_>>())
    }
}
