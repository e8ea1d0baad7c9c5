//! Networks with any accuracy, and a network that overfits.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::losses::Losses;

use super::settings::Settings;
use super::trial::{Measured, TwoLayerNet};
use crate::shared::made_up::{accuracy, between};

impl Counterexamples for TwoLayerNet {
    /// Training and test accuracy have nothing to do with each other, and are anywhere above guessing.
    fn noise(_: &Settings, _: &&'static str, stream: &mut Stream) -> Measured {
        let [training, test] = [(); 2].map(|()| between(0.1, 1.0, stream));
        measured(training, test, stream)
    }

    /// The network fits its training images, and fewer than nine of ten others.
    fn opposite(_: usize, _: &Settings, _: &&'static str, stream: &mut Stream) -> Measured {
        measured(1.0, 0.85, stream)
    }
}

/// A network with these accuracies before and after training.
fn measured(training: f64, test: f64, stream: &mut Stream) -> Measured {
    Measured {
        losses: Losses::default(),
        judged_at: vec![0, 1],
        training: vec![0.1, accuracy(training, 60_000, stream)],
        test: vec![0.1, accuracy(test, 10_000, stream)],
    }
}
