//! Rungs of successive halving: fewer and fewer configurations, trained longer and longer.

use super::dimension::Point;
use super::strategy::{Slot, Tried, best_first, numbered};

/// The point with the rank `rank`, from 0, when the best comes first.
pub(super) fn best_of(tried: &[Tried], rank: usize) -> &Point {
    &tried[best_first(tried.iter().map(|tried| tried.score))[rank]].point
}

/// How often `n` can be divided by `by` before it falls below 1: ⌊log n / log by⌋.
pub(super) fn steps_down(n: usize, by: usize) -> usize {
    std::iter::successors(Some(n / by), |&n| Some(n / by)).take_while(|&n| n > 0).count()
}

/// The rungs of one run of successive halving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// For each rung the number of configurations, and of epochs.
    pub(super) rungs: Vec<(usize, usize)>,
}

impl Bracket {
    /// `n` configurations on the first rung, `rungs` more rungs, and `epochs` epochs on the last.
    pub(super) fn new(n: usize, rungs: usize, epochs: usize, reduction: usize) -> Self {
        let power = |exponent: usize| reduction.pow(exponent as u32);
        let rung = |i: usize| {
            let share = epochs as f64 / power(rungs - i) as f64;
            ((n / power(i)).max(1), share.round().max(1.0) as usize)
        };
        Self { rungs: (0..=rungs).map(rung).collect() }
    }

    /// Its slots; each rung is a round.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.rungs.iter().enumerate().flat_map(move |(round, &(n, epochs))| {
            let name = move |i| format!("rung {}, {}", round + 1, numbered(i));
            (0..n).map(move |i| Slot { name: name(i), round, epochs })
        })
    }

    /// The slots of a rung.
    pub(super) fn rung(&self, rung: usize) -> std::ops::Range<usize> {
        let start = self.rungs[..rung].iter().map(|(n, _)| n).sum();
        start..start + self.rungs[rung].0
    }

    /// The rung of a slot, and its position there.
    pub(super) fn locate(&self, slot: usize) -> (usize, usize) {
        let rung = (0..self.rungs.len()).find(|&rung| self.rung(rung).contains(&slot));
        let rung = rung.expect("a slot of this bracket");
        (rung, slot - self.rung(rung).start)
    }
}
