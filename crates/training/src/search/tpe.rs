//! The tree-structured Parzen estimator (Bergstra et al. 2011), in the form that Optuna uses
//! (Watanabe 2023): the points tried so far are split into the best tenth and the rest, a density over
//! the space is estimated from each, and of some draws from the good density l the next point is the
//! one with the largest l(x) / g(x).
//!
//! Points that are chosen before others of their round have a score (`at_once`) count as bad until
//! then, which keeps them apart ("constant liar").
//!
//! No existing crate is used, because each of them keeps its own generator and history, and here a
//! point must be a function of the seed and the records. `tests/golden/optuna` compares with Optuna.

use extensions::random::Stream;

use super::dimension::{Dimension, Point};
use super::parzen::{Density, LATEST};
use super::random::nth_draw;
use super::strategy::{Slot, Strategy, Tried, best_first, numbered};

/// How many points are drawn at random before a density is estimated.
pub const AT_RANDOM: usize = 10;
/// How many draws the next point is chosen from.
const CANDIDATES: usize = 24;

/// The tree-structured Parzen estimator.
pub struct Tpe {
    slots: Vec<Slot>,
    at_once: usize,
}

impl Tpe {
    /// `trials` trials; after the random ones, each round has `at_once` of them.
    pub fn new(trials: usize, epochs: usize, at_once: usize) -> Self {
        let round = |i: usize| if i < AT_RANDOM { 0 } else { 1 + (i - AT_RANDOM) / at_once };
        let slot = |i| Slot { name: numbered(i), round: round(i), epochs };
        Self { slots: (0..trials).map(slot).collect(), at_once }
    }
}

impl Strategy for Tpe {
    fn slots(&self) -> &[Slot] {
        &self.slots
    }

    fn propose(
        &self,
        dimensions: &[Dimension],
        slot: usize,
        tried: &[Tried],
        stream: Stream,
    ) -> Point {
        if slot < AT_RANDOM {
            return nth_draw(dimensions, slot, stream);
        }
        // Each slot has its own stream.
        let mut seeds = stream;
        let streams: Vec<Stream> = (0..=slot).map(|_| seeds.fork()).collect();
        let first = slot - (slot - AT_RANDOM) % self.at_once;
        // The points of this round, up to the slot itself.
        let mut chosen: Vec<Point> = Vec::new();
        for mut stream in streams.into_iter().skip(first) {
            chosen.push(next(dimensions, tried, &chosen, &mut stream));
        }
        chosen.pop().expect("at least the slot itself")
    }
}

/// Of some draws from l, the one with the largest l(x) / g(x).
fn next(
    dimensions: &[Dimension],
    tried: &[Tried],
    pending: &[Point],
    stream: &mut Stream,
) -> Point {
    let n_good = tried.len().div_ceil(10).min(LATEST);
    let mut is_good = vec![false; tried.len()];
    for &i in best_first(tried.iter().map(|t| t.score)).iter().take(n_good) {
        is_good[i] = true;
    }
    let part = |good: bool| {
        let indices = (0..tried.len()).filter(move |&i| is_good[i] == good);
        indices.map(|i| &tried[i].point).collect::<Vec<_>>()
    };
    let (good, mut rest) = (part.clone()(true), part(false));
    rest.extend(pending);
    let (l, g) = (Density::new(dimensions, &good), Density::new(dimensions, &rest));
    let draws = (0..CANDIDATES).map(|_| l.draw(stream));
    let gain = |point: &Point| l.log_density(point) - g.log_density(point);
    let rated = draws.map(|point| (gain(&point), point));
    // Of equal gains the first.
    rated.reduce(|best, next| if next.0 > best.0 { next } else { best }).expect("some draws").1
}

#[cfg(test)]
mod tests;
