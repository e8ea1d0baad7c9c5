//! What a search strategy is given and what it returns.

use extensions::random::Stream;

use super::dimension::{Dimension, Point};

/// One trial of a strategy. Its cost is known beforehand, its point is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The name, in records and figures.
    pub name: String,
    /// The round, from 0. The points of a round depend on the scores of all earlier rounds and on
    /// nothing else.
    pub round: usize,
    /// For how many epochs the configuration is trained, starting from its initial weights.
    pub epochs: usize,
}

/// A point that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The point.
    pub point: Point,
    /// Its score on validation data; higher is better.
    pub score: f64,
}

/// A way to search a space.
pub trait Strategy: Send + Sync {
    /// Its trials, round by round.
    fn slots(&self) -> &[Slot];

    /// The point that the trial `slot` tries.
    ///
    /// `tried` has what all slots of earlier rounds found, in the order of the slots. `stream` is the
    /// same for all slots of a seed, and starts afresh at each call.
    fn propose(
        &self,
        dimensions: &[Dimension],
        slot: usize,
        tried: &[Tried],
        stream: Stream,
    ) -> Point;
}

/// The name of the trial with this index: numbered from 1, so that names sort like indices.
pub(super) fn numbered(index: usize) -> String {
    format!("trial {:03}", index + 1)
}

/// The indices of the scores, the highest score first; of equal scores the earlier one.
pub fn best_first(scores: impl Iterator<Item = f64>) -> Vec<usize> {
    let scores: Vec<f64> = scores.collect();
    let mut best: Vec<usize> = (0..scores.len()).collect();
    best.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    best
}
