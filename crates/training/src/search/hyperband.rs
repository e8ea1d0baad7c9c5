//! Hyperband (Li et al. 2018, algorithm 1): successive halving several times, from many configurations
//! trained briefly to few trained long, because it is not known beforehand how early a poor
//! configuration can be recognized.

use extensions::random::Stream;

use super::bracket::{Bracket, best_of, steps_down};
use super::dimension::{Dimension, Point};
use super::random::nth_draw;
use super::strategy::{Slot, Strategy, Tried};
use crate::flags::InvalidValue;

/// Several brackets of successive halving, side by side.
pub struct Hyperband {
    slots: Vec<Slot>,
    brackets: Vec<Bracket>,
    /// For each slot its bracket, its rung, and its position there.
    positions: Vec<(usize, usize, usize)>,
}

impl Hyperband {
    /// All brackets of at most `epochs` epochs, repeated as often as `trials` configurations allow.
    ///
    /// # Errors
    /// If `trials` is too small for all brackets once.
    pub fn new(trials: usize, epochs: usize, reduction: usize) -> Result<Self, InvalidValue> {
        let most = steps_down(epochs, reduction);
        let once: Vec<Bracket> = (0..=most)
            .rev()
            .map(|s| {
                // n = ⌈(s_max + 1) / (s + 1) · η^s⌉
                let n = ((most + 1) * reduction.pow(s as u32)).div_ceil(s + 1);
                Bracket::new(n, s, epochs, reduction)
            })
            .collect();
        let begun: usize = once.iter().map(|bracket| bracket.rungs[0].0).sum();
        if begun > trials {
            return Err(InvalidValue::from(format!(
                "--strategy hyperband starts {begun} configurations for --epochs {epochs} and \
                 --reduction {reduction}, but --trials is {trials}: allow at least {begun} trials, or \
                 fewer epochs"
            )));
        }
        let brackets: Vec<Bracket> =
            (0..trials / begun).flat_map(|_| once.iter().cloned()).collect();

        let mut slots = Vec::new();
        let mut positions = Vec::new();
        for round in 0..=most {
            for (b, bracket) in brackets.iter().enumerate() {
                let of_round = bracket.slots().enumerate().filter(|(_, s)| s.round == round);
                for (i, slot) in of_round {
                    let (rung, position) = bracket.locate(i);
                    slots.push(Slot { name: format!("bracket {}, {}", b + 1, slot.name), ..slot });
                    positions.push((b, rung, position));
                }
            }
        }
        Ok(Self { slots, brackets, positions })
    }

    fn of_rung(&self, bracket: usize, rung: usize) -> impl Iterator<Item = usize> {
        let positions = self.positions.iter().enumerate();
        positions.filter(move |(_, p)| (p.0, p.1) == (bracket, rung)).map(|(slot, _)| slot)
    }
}

impl Strategy for Hyperband {
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
        let (bracket, rung, position) = self.positions[slot];
        match rung {
            0 => {
                let earlier: usize = self.brackets[..bracket].iter().map(|b| b.rungs[0].0).sum();
                nth_draw(dimensions, earlier + position, stream)
            }
            _ => {
                let before = self.of_rung(bracket, rung - 1).map(|slot| tried[slot].clone());
                best_of(&before.collect::<Vec<_>>(), position).clone()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use extensions::random::Purpose;

    use super::*;

    /// Table 1 of the paper: R = 81, η = 3.
    #[test]
    fn the_brackets_are_those_of_the_paper() {
        let hyperband = Hyperband::new(143, 81, 3).unwrap();
        let rungs: Vec<_> = hyperband.brackets.iter().map(|b| b.rungs.clone()).collect();
        assert_eq!(
            rungs,
            [
                vec![(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
                vec![(34, 3), (11, 9), (3, 27), (1, 81)],
                vec![(15, 9), (5, 27), (1, 81)],
                vec![(8, 27), (2, 81)],
                vec![(5, 81)],
            ]
        );
        let reason = Hyperband::new(142, 81, 3).err().unwrap().to_string();
        assert!(reason.contains("143") && reason.contains("142"), "{reason}");
        assert_eq!(Hyperband::new(286, 81, 3).unwrap().brackets.len(), 10);
    }

    #[test]
    fn each_bracket_promotes_its_own_best() {
        let hyperband = Hyperband::new(100, 9, 3).unwrap();
        let dimensions = [Dimension::Uniform { from: 0.0, to: 1.0 }];
        let propose = |slot, tried: &[Tried]| {
            hyperband.propose(&dimensions, slot, tried, Stream::new(1, Purpose::Search))
        };
        let first = hyperband.slots().iter().filter(|slot| slot.round == 0).count();
        // The score is the coordinate itself, so the largest of a bracket are promoted.
        let tried: Vec<Tried> = (0..first)
            .map(|slot| propose(slot, &[]))
            .map(|point| Tried { score: point[0], point })
            .collect();
        let mut distinct: Vec<f64> = tried.iter().map(|t| t.score).collect();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        assert_eq!(distinct.len(), first, "each bracket makes new draws");
        for (slot, &(bracket, rung, position)) in hyperband.positions.iter().enumerate() {
            if rung == 1 {
                let mut own: Vec<f64> =
                    hyperband.of_rung(bracket, 0).map(|s| tried[s].score).collect();
                own.sort_by(|a, b| b.total_cmp(a));
                assert_eq!(propose(slot, &tried), [own[position]]);
            }
        }
    }
}
