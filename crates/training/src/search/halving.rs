//! Successive halving (Jamieson and Talwalkar 2016): many configurations are trained for few
//! epochs, one in η of them for η times as many, and so on; poor ones cost little.
//!
//! A configuration that goes on is trained again from its beginning. That gives the same network as
//! training on would, bit for bit, and leaves a trial a function of its settings alone; it costs a
//! rung 1/η of its epochs once more, and the costs given here have that in them.

use extensions::random::Stream;

use super::random::nth_draw;
use super::space::{Dimension, Point};
use super::{Slot, Strategy, Tried, best_first, numbered};

/// One bracket of rungs.
pub struct Halving {
    slots: Vec<Slot>,
    bracket: Bracket,
}

impl Halving {
    /// Begins with `trials` configurations; the last rung trains for `epochs`, each one before it
    /// for 1/`reduction` of the next one's.
    pub fn new(trials: usize, epochs: usize, reduction: usize) -> Self {
        let rungs = steps_down(trials, reduction).min(steps_down(epochs, reduction));
        let bracket = Bracket::new(trials, rungs, epochs, reduction);
        Self { slots: bracket.slots().collect(), bracket }
    }
}

impl Strategy for Halving {
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
        let (rung, place) = self.bracket.locate(slot);
        match rung {
            0 => nth_draw(dimensions, place, stream),
            _ => {
                let before = &tried[self.bracket.rung(rung - 1)];
                best_of(before, place).clone()
            }
        }
    }
}

/// The place that is the `place`-th best of those tried, from 0.
pub(super) fn best_of(tried: &[Tried], place: usize) -> &Point {
    &tried[best_first(tried.iter().map(|tried| tried.score))[place]].point
}

/// How often `n` can be divided by `by` and leave at least 1: ⌊log n / log by⌋.
pub(super) fn steps_down(n: usize, by: usize) -> usize {
    std::iter::successors(Some(n / by), |&n| Some(n / by)).take_while(|&n| n > 0).count()
}

/// Rungs of fewer and fewer configurations, trained longer and longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Of each rung: how many configurations, for how many epochs.
    pub(super) rungs: Vec<(usize, usize)>,
}

impl Bracket {
    /// `n` configurations at first, and so many rungs after it; `epochs` at the last.
    pub(super) fn new(n: usize, rungs: usize, epochs: usize, reduction: usize) -> Self {
        let power = |exponent: usize| reduction.pow(exponent as u32);
        let rung = |i: usize| {
            let share = epochs as f64 / power(rungs - i) as f64;
            ((n / power(i)).max(1), share.round().max(1.0) as usize)
        };
        Self { rungs: (0..=rungs).map(rung).collect() }
    }

    /// The slots of its own, one round a rung.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.rungs.iter().enumerate().flat_map(move |(round, &(n, epochs))| {
            let name = move |i| format!("rung {}, {}", round + 1, numbered(i));
            (0..n).map(move |i| Slot { name: name(i), round, epochs })
        })
    }

    /// Which slots a rung has.
    pub(super) fn rung(&self, rung: usize) -> std::ops::Range<usize> {
        let start = self.rungs[..rung].iter().map(|(n, _)| n).sum();
        start..start + self.rungs[rung].0
    }

    /// The rung of a slot, and its place there.
    pub(super) fn locate(&self, slot: usize) -> (usize, usize) {
        let rung = (0..self.rungs.len()).find(|&rung| self.rung(rung).contains(&slot));
        let rung = rung.expect("a slot of this bracket");
        (rung, slot - self.rung(rung).start)
    }
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;

    #[test]
    fn rungs_by_hand() {
        // ⌊log₃ 100⌋ = 4 and ⌊log₃ 50⌋ = 3: four rungs.
        let halving = Halving::new(100, 50, 3);
        assert_eq!(halving.bracket.rungs, [(100, 2), (33, 6), (11, 17), (3, 50)]);
        assert_eq!(Halving::new(2, 50, 3).bracket.rungs, [(2, 50)]);
        assert_eq!(Halving::new(8, 2, 2).bracket.rungs, [(8, 1), (4, 2)]);
    }

    #[test]
    fn the_best_of_a_rung_go_on_in_order() {
        let halving = Halving::new(4, 4, 2);
        let dimensions = [Dimension::Uniform { from: 0.0, to: 1.0 }];
        let stream = || Stream::new(1, Purpose::Search);
        let scores = [0.2, 0.9, 0.9, 0.1];
        let tried: Vec<Tried> = scores
            .into_iter()
            .enumerate()
            .map(|(i, score)| Tried {
                point: halving.propose(&dimensions, i, &[], stream()),
                score,
            })
            .collect();
        for (slot, from) in [(4, 1), (5, 2)] {
            assert_eq!(halving.propose(&dimensions, slot, &tried, stream()), tried[from].point);
        }
        assert_eq!(
            halving.slots()[4],
            Slot { name: "rung 2, trial 001".into(), round: 1, epochs: 2 }
        );
    }
}
