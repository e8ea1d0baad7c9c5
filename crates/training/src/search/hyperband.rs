//! Hyperband (Li et al. 2018, algorithm 1): successive halving several times, from many
//! configurations trained little at first to few trained long, because nobody knows beforehand how
//! early a poor one can be told.

use extensions::random::Stream;

use super::halving::{Bracket, best_of, steps_down};
use super::random::nth_draw;
use super::space::{Dimension, Point};
use super::{Slot, Strategy, Tried};

/// Brackets of rungs, side by side.
pub struct Hyperband {
    slots: Vec<Slot>,
    brackets: Vec<Bracket>,
    /// For each slot: its bracket, rung and place there.
    places: Vec<(usize, usize, usize)>,
}

impl Hyperband {
    /// All brackets for `epochs` at most, as often as `trials` configurations allow.
    ///
    /// # Errors
    /// If they do not allow it once.
    pub fn new(trials: usize, epochs: usize, reduction: usize) -> Result<Self, String> {
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
            return Err(format!(
                "--strategy hyperband begins {begun} configurations for --epochs {epochs} and \
                 --reduction {reduction}, --trials is {trials}: allow at least {begun}, or fewer \
                 epochs"
            ));
        }
        let brackets: Vec<Bracket> =
            (0..trials / begun).flat_map(|_| once.iter().cloned()).collect();

        let mut slots = Vec::new();
        let mut places = Vec::new();
        for round in 0..=most {
            for (b, bracket) in brackets.iter().enumerate() {
                let of_round = bracket.slots().enumerate().filter(|(_, s)| s.round == round);
                for (i, slot) in of_round {
                    let (rung, place) = bracket.locate(i);
                    slots.push(Slot { name: format!("bracket {}, {}", b + 1, slot.name), ..slot });
                    places.push((b, rung, place));
                }
            }
        }
        Ok(Self { slots, brackets, places })
    }

    fn of_rung(&self, bracket: usize, rung: usize) -> impl Iterator<Item = usize> {
        let places = self.places.iter().enumerate();
        places.filter(move |(_, p)| (p.0, p.1) == (bracket, rung)).map(|(slot, _)| slot)
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
        let (bracket, rung, place) = self.places[slot];
        match rung {
            0 => {
                let earlier: usize = self.brackets[..bracket].iter().map(|b| b.rungs[0].0).sum();
                nth_draw(dimensions, earlier + place, stream)
            }
            _ => {
                let before = self.of_rung(bracket, rung - 1).map(|slot| tried[slot].clone());
                best_of(&before.collect::<Vec<_>>(), place).clone()
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
        let reason = Hyperband::new(142, 81, 3).err().unwrap();
        assert!(reason.contains("143") && reason.contains("142"), "{reason}");
        assert_eq!(Hyperband::new(286, 81, 3).unwrap().brackets.len(), 10);
    }

    #[test]
    fn each_bracket_goes_on_with_its_own_best() {
        let hyperband = Hyperband::new(100, 9, 3).unwrap();
        let dimensions = [Dimension::Uniform { from: 0.0, to: 1.0 }];
        let propose = |slot, tried: &[Tried]| {
            hyperband.propose(&dimensions, slot, tried, Stream::new(1, Purpose::Search))
        };
        let first = hyperband.slots().iter().filter(|slot| slot.round == 0).count();
        // The score is the place itself: what goes on are the largest of the bracket.
        let tried: Vec<Tried> = (0..first)
            .map(|slot| propose(slot, &[]))
            .map(|point| Tried { score: point[0], point })
            .collect();
        let mut distinct: Vec<f64> = tried.iter().map(|t| t.score).collect();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        assert_eq!(distinct.len(), first, "brackets draw anew");
        for (slot, &(bracket, rung, place)) in hyperband.places.iter().enumerate() {
            if rung == 1 {
                let mut own: Vec<f64> =
                    hyperband.of_rung(bracket, 0).map(|s| tried[s].score).collect();
                own.sort_by(|a, b| b.total_cmp(a));
                assert_eq!(propose(slot, &tried), [own[place]]);
            }
        }
    }
}
