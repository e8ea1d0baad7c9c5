//! Losses that do not depend on the initial weights, and losses that depend on them the other way round.

use std::f64::consts::LN_10;

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::run::Run;

use super::settings::Settings;
use super::trial::{Arm, WeightInitComparison};
use crate::shared::made_up::{between, run};

impl Counterexamples for WeightInitComparison {
    /// Any loss between that of guessing and 0, from whichever weights.
    fn noise(_: &Settings, _: &Arm, stream: &mut Stream) -> Run {
        run(between(0.0, LN_10, stream), 0.5, stream)
    }

    /// The network learns with the small standard deviation only, and is faster with Xavier than with He.
    fn opposite(_: usize, _: &Settings, arm: &Arm, stream: &mut Stream) -> Run {
        let loss = match arm {
            Arm::Std(_) => 0.2,
            Arm::Named(named) if named.name == "Xavier" => 1.6,
            Arm::Named(_) => 2.2,
        };
        run(loss * between(0.95, 1.05, stream), 0.5, stream)
    }
}
