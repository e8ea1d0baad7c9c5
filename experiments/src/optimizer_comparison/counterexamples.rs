//! Losses in which no optimizer is ahead, and losses in which SGD is.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::run::Run;

use super::settings::Settings;
use super::trial::OptimizerComparison;
use crate::shared::made_up::{log_between, run};

impl Counterexamples for OptimizerComparison {
    /// Every optimizer ends anywhere between 0.02 and 0.5.
    fn noise(_: &Settings, _: &String, stream: &mut Stream) -> Run {
        run(log_between(0.02, 0.5, stream), 0.95, stream)
    }

    /// SGD ends lower than all others.
    fn opposite(_: usize, _: &Settings, arm: &String, stream: &mut Stream) -> Run {
        let loss = if arm == "SGD" { 0.02 } else { 0.2 };
        run(loss * log_between(0.8, 1.25, stream), 0.95, stream)
    }
}
