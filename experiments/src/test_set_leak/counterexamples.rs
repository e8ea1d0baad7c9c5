//! Networks that are all equally good, and sets of images that test data does not overrate, or overrates
//! whoever chose.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::arm::Arm;
use super::settings::Settings;
use super::trial::{Measured, Network, TestSetLeak};
use crate::shared::made_up::accuracy;

/// The accuracy of every network on all images that there are.
const P: f64 = 0.8;

impl Counterexamples for TestSetLeak {
    fn records() -> usize {
        50
    }

    /// Every accuracy is that of an equally good network on its own sample of images.
    fn noise(settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let Settings { sets, judges, fresh, .. } = *settings;
        networks(settings, arm, stream, |stream| {
            let set = |_| accuracy(P, judges, stream);
            ((0..sets).map(set).collect(), accuracy(P, fresh, stream))
        })
    }

    fn opposites() -> usize {
        2
    }

    /// In the first case every set agrees with the others, and underrates a good network a little more than
    /// a bad one. In the second, the sets overrate every network by three points.
    fn opposite(case: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let Settings { sets, judges, fresh, .. } = *settings;
        networks(settings, arm, stream, |stream| match case {
            0 => {
                let on_every_set = accuracy(P, judges, stream);
                (vec![on_every_set; sets], 1.01 * on_every_set)
            }
            _ => {
                let set = |_| accuracy(P + 0.03, judges, stream);
                ((0..sets).map(set).collect(), accuracy(P, fresh, stream))
            }
        })
    }
}

fn networks(
    settings: &Settings,
    arm: &Arm,
    stream: &mut Stream,
    mut accuracies: impl FnMut(&mut Stream) -> (Vec<f64>, f64),
) -> Measured {
    let rates = arm.learning_rates();
    let networks = (0..settings.networks).map(|_| {
        let learning_rate = rates.draw(stream);
        let (sets, fresh) = accuracies(stream);
        Network { learning_rate, sets, fresh }
    });
    Measured { networks: networks.collect() }
}
