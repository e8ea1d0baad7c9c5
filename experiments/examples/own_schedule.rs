//! Adds a learning-rate schedule that Burn does not have, quadratic decay, to `learning_rate_decay`. Explained
//! in docs/guides/own_schedule.md
//!
//! `cargo run -p experiments --example own_schedule -- learning_rate_decay`

use std::process::ExitCode;

use burn::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use burn::optim::LearningRate;
use experiments::commands::root;
use training::schedule::{SCHEDULES, entry};

/// The factor e + (1 − e)(1 − t/T)² in step t, which falls from 1 to e in step T and then stays there.
#[derive(Clone)]
pub struct Quadratic {
    /// The next step t.
    pub t: usize,
    /// The last step T.
    pub last: usize,
    /// The factor e there.
    pub end: f64,
}

impl LrScheduler for Quadratic {
    fn step(&mut self) -> LearningRate {
        let left = 1.0 - self.t.min(self.last) as f64 / self.last as f64;
        self.t += 1;
        self.end + (1.0 - self.end) * left.powi(2)
    }

    fn to_record(&self) -> LrSchedulerRecord {
        LrSchedulerRecord::new().with_scalar("t", self.t)
    }

    fn load_record(&mut self, record: LrSchedulerRecord) {
        self.t = record.scalar("t").unwrap_or(self.t);
    }
}

fn main() -> ExitCode {
    SCHEDULES.add(entry("quadratic", |last, end| Ok(Quadratic { t: 0, last, end }.into())));
    root::main()
}
