//! Repeatable random numbers.
//!
//! Each of Burn's backends has one process-wide generator. Trials that run in parallel share it, so the
//! numbers that each of them gets change from run to run. Here each trial has its own streams: the same
//! seed gives the same numbers on every backend, in any order, for any number of parallel trials.
//!
//! For each [`Purpose`], such as initial weights or mini-batches, a seed has a stream of its own. Because
//! the streams are independent, drawing more numbers for one purpose (for a wider layer, say) does not
//! change the others, and arms of an experiment that share a seed see the same mini-batches.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// What a stream's numbers are for. Each purpose has a stream of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Initial weights.
    Weights = 0,
    /// Which samples make up each mini-batch.
    Batches = 1,
    /// Which neurons dropout keeps.
    Dropout = 2,
    /// Generated input data.
    Data = 3,
    /// How data is split into training and validation.
    Split = 4,
    /// Hyperparameters drawn by a search.
    Search = 5,
    /// Which of the training images a trial learns from.
    Subset = 6,
}

/// A stream of random numbers, a pure function of a seed and a [`Purpose`] (ChaCha8).
///
/// ```
/// use extensions::random::{Purpose, Stream};
///
/// let mut a = Stream::new(7, Purpose::Weights);
/// let mut b = Stream::new(7, Purpose::Weights);
/// assert_eq!(a.normal(), b.normal());
/// ```
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of `seed` for `purpose`.
    pub fn new(seed: u64, purpose: Purpose) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(purpose as u64);
        Self(generator)
    }

    /// An independent stream, seeded by the next number of this one.
    pub fn fork(&mut self) -> Self {
        Self(ChaCha8Rng::seed_from_u64(self.0.next_u64()))
    }

    /// A draw from the standard normal distribution N(0, 1).
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// `count` draws from the standard normal distribution, as 32-bit numbers.
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.normal() as f32).collect()
    }

    /// A draw from the uniform distribution on [0, 1), with 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A draw from 0, 1, …, `n` − 1, each equally likely.
    ///
    /// # Panics
    /// If `n` is 0 or does not fit 32 bits.
    pub fn index(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).expect("a range of at most 2^32 − 1");
        assert!(n > 0, "an index needs something to choose from");
        // Multiply-shift with rejection of the uneven remainder: every index is equally likely.
        let uneven = n.wrapping_neg() % n;
        loop {
            let product = u64::from(self.0.next_u32()) * u64::from(n);
            if product as u32 >= uneven {
                return (product >> 32) as usize;
            }
        }
    }

    /// `count` indices below `n`, drawn with replacement (the book's `np.random.choice`).
    pub fn indices(&mut self, n: usize, count: usize) -> Vec<usize> {
        (0..count).map(|_| self.index(n)).collect()
    }

    /// A random order of 0, 1, …, `n` − 1 (Fisher–Yates).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.index(last + 1));
        }
        order
    }

    /// An inverted-dropout mask of `n` entries: 0 with probability `ratio`, else 1 / (1 − `ratio`).
    ///
    /// Multiplying activations by it drops neurons and keeps the expectation (V4). The book's dropout does
    /// not scale while training; it multiplies by 1 − `ratio` at test time instead.
    ///
    /// # Panics
    /// If `ratio` is not in [0, 1).
    pub fn dropout_mask(&mut self, n: usize, ratio: f64) -> Vec<f32> {
        assert!((0.0..1.0).contains(&ratio), "a dropout ratio in [0, 1), not {ratio}");
        let scale = (1.0 / (1.0 - ratio)) as f32;
        // One 32-bit draw per neuron; it is dropped when it falls below ratio · 2^32.
        let threshold = (ratio * 4_294_967_296.0) as u32;
        // All draws at once, which takes half the time of one after the other.
        let mut draws = vec![0; 4 * n];
        self.0.fill_bytes(&mut draws);
        let draws = draws.as_chunks::<4>().0.iter().map(|&draw| u32::from_le_bytes(draw));
        draws.map(|draw| if draw < threshold { 0.0 } else { scale }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_purpose_fix_the_numbers() {
        let draw = |seed, purpose| {
            let mut stream = Stream::new(seed, purpose);
            (stream.normal(), stream.uniform(), stream.index(1000))
        };
        assert_eq!(draw(3, Purpose::Weights), draw(3, Purpose::Weights));
        assert_ne!(draw(3, Purpose::Weights), draw(4, Purpose::Weights));
        assert_ne!(draw(3, Purpose::Weights), draw(3, Purpose::Batches));
    }

    #[test]
    fn the_numbers_of_a_seed_are_those_of_chacha8() {
        // Frozen: a change here changes every record of every experiment.
        let mut stream = Stream::new(0, Purpose::Batches);
        assert_eq!(stream.indices(60_000, 4), FROZEN_BATCH);
    }

    const FROZEN_BATCH: [usize; 4] = [47069, 45331, 26093, 44287];

    #[test]
    fn indices_are_even() {
        let mut stream = Stream::new(1, Purpose::Batches);
        let mut counts = [0usize; 7];
        for index in stream.indices(7, 70_000) {
            counts[index] += 1;
        }
        // Standard deviation of a count is √(70000 · 1/7 · 6/7) = 93; five of them.
        assert!(counts.iter().all(|&c| c.abs_diff(10_000) < 465), "{counts:?}");
    }

    #[test]
    fn a_permutation_has_every_index_once() {
        let mut order = Stream::new(2, Purpose::Split).permutation(500);
        assert_ne!(order, (0..500).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn a_dropout_mask_has_one_draw_per_neuron() {
        let mut one_by_one = Stream::new(5, Purpose::Dropout);
        let mut at_once = one_by_one.clone();
        for n in [1, 1000, 63, 0, 200] {
            let dropped: Vec<bool> = (0..n).map(|_| one_by_one.0.next_u32() < 1 << 30).collect();
            let mask = at_once.dropout_mask(n, 0.25);
            assert_eq!(mask.iter().map(|&entry| entry == 0.0).collect::<Vec<_>>(), dropped);
        }
        assert_eq!(one_by_one.uniform(), at_once.uniform());
    }

    #[test]
    fn a_dropout_mask_keeps_the_expectation() {
        for ratio in [0.0, 0.2, 0.5, 0.9] {
            let n = 200_000;
            let mask = Stream::new(5, Purpose::Dropout).dropout_mask(n, ratio);
            let mean = mask.iter().map(|&m| f64::from(m)).sum::<f64>() / n as f64;
            // Variance of one entry is ratio / (1 − ratio).
            let tolerance = 5.0 * (ratio / (1.0 - ratio) / n as f64).sqrt() + 1e-6;
            assert!((mean - 1.0).abs() < tolerance, "ratio {ratio}: mean {mean}");
        }
    }
}
