//! Successive halving (Jamieson and Talwalkar 2016): many configurations are trained for few epochs,
//! the best 1/η of them for η times as many, and so on, so that poor configurations cost little.
//!
//! A configuration that is promoted is trained again from its initial weights. This gives the same
//! network, bit for bit, as if training had continued, and it keeps a trial a function of its settings
//! alone. It repeats 1/η of a rung's epochs; the costs given here include them.

use extensions::random::Stream;

use super::bracket::{Bracket, best_of, steps_down};
use super::dimension::{Dimension, Point};
use super::random::nth_draw;
use super::strategy::{Slot, Strategy, Tried};

/// One bracket of rungs.
pub struct Halving {
    slots: Vec<Slot>,
    bracket: Bracket,
}

impl Halving {
    /// Begins with `trials` configurations. The last rung trains for `epochs` epochs, and each earlier
    /// rung for 1/`reduction` of those of the next.
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
        let (rung, position) = self.bracket.locate(slot);
        match rung {
            0 => nth_draw(dimensions, position, stream),
            _ => {
                let before = &tried[self.bracket.rung(rung - 1)];
                best_of(before, position).clone()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;

    #[test]
    fn rungs_match_those_computed_by_hand() {
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
