//! Sets of images that are easy or hard for all networks alike, so that there is nothing to fit to.
//!
//! If all networks were equally good and each set of images were a sample, test accuracy would be inflated by
//! the choice. That is what H2 says, so such records would not contradict it. H2 is false if luck has no part
//! in the choice: the network that is best on one set is best on all others.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{Measured, Network, TestSetLeak};
use crate::shared::made_up::between;

impl Counterexamples for TestSetLeak {
    fn records() -> usize {
        50
    }

    /// By luck, each set of images, and the fresh ones, are easier or harder by several points. A network is
    /// equally good on all of them otherwise. Test accuracy is off by any number, up or down.
    fn noise(settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let sets: Vec<f64> = (0..settings.sets).map(|_| 0.05 * stream.normal()).collect();
        let fresh = 0.05 * stream.normal();
        networks(settings, arm, stream, &sets, fresh)
    }

    fn opposites() -> usize {
        2
    }

    /// In the first case a network is as good on every set as on fresh images, so the choice inflates
    /// nothing. In the second, the sets overrate every network by three points, whoever chose it.
    fn opposite(case: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let easier = if case == 0 { 0.0 } else { 0.03 };
        networks(settings, arm, stream, &vec![easier; settings.sets], 0.0)
    }
}

/// Networks that recognize between a half and nine of ten images, and so much more of each set.
fn networks(
    settings: &Settings,
    arm: &Arm,
    stream: &mut Stream,
    sets: &[f64],
    fresh: f64,
) -> Measured {
    let rates = arm.learning_rates();
    let networks = (0..settings.networks).map(|_| {
        let learning_rate = rates.draw(stream);
        let p = between(0.5, 0.9, stream);
        Network { learning_rate, sets: sets.iter().map(|set| p + set).collect(), fresh: p + fresh }
    });
    Measured { networks: networks.collect() }
}
