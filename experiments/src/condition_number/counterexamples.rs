//! Descents in which κ decides nothing, and descents in which SGD is the one that valleys do not slow
//! down.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::measured::{Descent, Measured};
use super::settings::Settings;
use super::trial::{Arm, ConditionNumber};
use crate::shared::made_up::{between, log_between};

impl Counterexamples for ConditionNumber {
    /// At every κ the number of steps is drawn between 50 and 5000, and so is the fraction of them that
    /// crosses the floor.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        descents(settings, |_| {
            [log_between(50.0, 5000.0, stream), stream.uniform(), log_between(1.0, 20.0, stream)]
        })
    }

    /// SGD gets faster as the valley gets narrower, crosses the axis of the round bowl more often than the
    /// floor of the valley, and has the shortest path; the steps of all others grow like κ.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let is_sgd = arm.to_string().starts_with("SGD");
        descents(settings, |kappa| {
            let luck = between(0.9, 1.1, stream);
            match is_sgd {
                true => [1000.0 / kappa.sqrt() * luck, 0.9 / kappa.sqrt() * luck, luck],
                false => [5.0 * kappa * luck, 0.5, 10.0 * luck],
            }
        })
    }
}

/// A descent at each κ, by a function that gives the number of steps, the fraction of them that crosses
/// the floor, and the length of the path across it.
fn descents(settings: &Settings, mut descent: impl FnMut(f64) -> [f64; 3]) -> Measured {
    let of = |&condition_number: &f64| {
        let [steps, share, length_across] = descent(condition_number);
        let (rate, momentum, crossings) = (0.1, None, share * steps);
        Descent { condition_number, rate, momentum, steps, crossings, length_across }
    };
    Measured { descents: settings.condition_numbers.iter().map(of).collect() }
}
