//! The accuracy of the best of k networks, and how much it is inflated by the choice.

use training::statistics::mean;

use super::trial::{Measured, Network};

/// Data that judges a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// Validation data.
    Validation,
    /// Test data.
    Test,
    /// Fresh images.
    Fresh,
}

impl Judge {
    /// The accuracy of a network on this data, when the test data is the set with index `set` and the
    /// validation data is the next one.
    fn accuracy(self, network: &Network, set: usize) -> f64 {
        match self {
            Self::Test => network.sets[set],
            Self::Validation => network.sets[(set + 1) % network.sets.len()],
            Self::Fresh => network.fresh,
        }
    }
}

impl Measured {
    /// The accuracy on `judge` of the best of k networks according to `chooser`, averaged over all
    /// subsets of k networks and over the sets as test data.
    ///
    /// The network with rank r, from 0, of n is the best of k in C(n − 1 − r, k − 1) of C(n, k)
    /// subsets, so no subsets have to be drawn. Of equally good networks the earlier counts as better,
    /// which is unrelated to how good it is.
    pub fn best_of(&self, k: usize, chooser: Judge, judge: Judge) -> f64 {
        let sets = self.networks[0].sets.len();
        let (n, k) = (self.networks.len() as f64, k as f64);
        let of_set = |set: usize| -> f64 {
            let mut ranked: Vec<&Network> = self.networks.iter().collect();
            ranked.sort_by(|a, b| chooser.accuracy(b, set).total_cmp(&chooser.accuracy(a, set)));
            let mut probability = k / n;
            let mut sum = 0.0;
            for (rank, network) in ranked.into_iter().enumerate() {
                sum += probability * judge.accuracy(network, set);
                let rank = rank as f64;
                probability *= ((n - rank - k) / (n - 1.0 - rank)).max(0.0);
            }
            sum
        };
        mean(&(0..sets).map(of_set).collect::<Vec<_>>())
    }

    /// The accuracy on `judge` of the best of k networks according to `chooser`, minus its accuracy on
    /// fresh images.
    pub fn optimism(&self, k: usize, chooser: Judge, judge: Judge) -> f64 {
        self.best_of(k, chooser, judge) - self.best_of(k, chooser, Judge::Fresh)
    }
}
