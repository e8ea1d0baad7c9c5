//! Learning-rate decay: how the learning rate of all parameters falls during training (O7), one entry each
//! in [`SCHEDULES`].

use burn::lr_scheduler::cosine::CosineAnnealingLrSchedulerConfig;
use burn::lr_scheduler::exponential::ExponentialLrSchedulerConfig;
use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::lr_scheduler::step::StepLrSchedulerConfig;
use burn::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use burn::optim::LearningRate;

use crate::flags::InvalidValue;
use crate::list::{List, Listed};

/// A schedule with its name. [`entry`] makes one.
pub struct Named {
    /// The name, in figures and records.
    pub name: &'static str,
    /// Makes Burn's scheduler of the factor that the first learning rate is multiplied by.
    pub make: Make,
}

impl Listed for Named {
    fn name(&self) -> String {
        self.name.into()
    }
}

/// Makes a scheduler for the steps 0 to `last` (at least 1) that ends at the factor `end` (in (0, 1]), or says
/// why Burn does not make it.
pub type Make = fn(last: usize, end: f64) -> Result<ModuleLrScheduler, String>;

/// An entry of [`SCHEDULES`]: its name, and what makes its scheduler from the last step and the factor there.
///
/// Burn's schedulers accept no learning rate above 1, so they schedule a factor instead of the learning rate
/// itself.
///
/// ```
/// use burn::lr_scheduler::linear::LinearLrSchedulerConfig;
/// use training::schedule::{SCHEDULES, entry, named};
///
/// SCHEDULES.add(entry("linear", |last, end| LinearLrSchedulerConfig::new(1.0, end, last).init()));
/// assert_eq!(named("linear").unwrap().factors(3, 0.5).unwrap(), [1.0, 0.75, 0.5]);
/// ```
pub const fn entry(name: &'static str, make: Make) -> Named {
    Named { name, make }
}

/// The schedules of `learning_rate_decay`. Each but the constant one ends at the same fraction of the first
/// learning rate.
///
/// | schedule | how the learning rate falls |
/// |---|---|
/// | `constant` | It does not. |
/// | `step` | In two drops by the same factor, after a third and after two thirds of the steps. Burn's `StepLrScheduler`. |
/// | `exponential` | By the same factor with each step. Burn's `ExponentialLrScheduler`. |
/// | `1/t` | [`InverseTime`]. Burn has no such scheduler. |
/// | `cosine` | Along half a period of the cosine (Loshchilov and Hutter 2017). Burn's `CosineAnnealingLrScheduler`. |
pub static SCHEDULES: List<Named> = List::of(&LISTED);

static LISTED: [Named; 5] = [
    entry(CONSTANT, |_, _| Ok(ModuleLrScheduler::new(1.0))),
    entry("step", |last, end| {
        StepLrSchedulerConfig::new(1.0, (last + 1).div_ceil(3)).with_gamma(end.sqrt()).init()
    }),
    entry("exponential", |last, end| {
        ExponentialLrSchedulerConfig::new(1.0, end.powf(1.0 / last as f64)).init()
    }),
    entry("1/t", |last, end| Ok(InverseTime::new(last, end).into())),
    entry("cosine", |last, end| {
        CosineAnnealingLrSchedulerConfig::new(1.0, last).with_min_lr(end).init()
    }),
];

/// The name of the schedule that does not fall.
pub const CONSTANT: &str = "constant";

/// The schedule of that name.
pub fn named(name: &str) -> Option<&'static Named> {
    SCHEDULES.iter().find(|schedule| schedule.name == name)
}

impl Named {
    /// The scheduler of the factor for so many steps.
    ///
    /// # Errors
    /// If Burn does not make it; the message says which schedule it is, and why.
    pub fn scheduler(&self, steps: usize, end: f64) -> Result<ModuleLrScheduler, InvalidValue> {
        let made = (self.make)(last(steps), end);
        made.map_err(|reason| format!("the schedule {}: {reason}", self.name).into())
    }

    /// The factor that the first learning rate is multiplied by in each of `steps` steps.
    ///
    /// # Errors
    /// Those of [`scheduler`](Self::scheduler).
    pub fn factors(&self, steps: usize, end: f64) -> Result<Vec<f64>, InvalidValue> {
        let mut scheduler = self.scheduler(steps, end)?;
        Ok((0..steps).map(|_| scheduler.step().base()).collect())
    }
}

/// The last of so many steps, counted from 0, and 1 where there is none before it.
fn last(steps: usize) -> usize {
    steps.saturating_sub(1).max(1)
}

/// 1 / (1 + d t) in step t, counted from 0 (O7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTime {
    /// d
    pub decay: f64,
    /// The next step.
    pub t: usize,
}

impl InverseTime {
    /// The schedule that falls to `end` in step `last`.
    pub fn new(last: usize, end: f64) -> Self {
        Self { decay: (1.0 / end - 1.0) / last as f64, t: 0 }
    }
}

impl LrScheduler for InverseTime {
    fn step(&mut self) -> LearningRate {
        let (d, t) = (self.decay, self.t as f64);
        self.t += 1;
        1.0 / (1.0 + d * t)
    }

    fn to_record(&self) -> LrSchedulerRecord {
        LrSchedulerRecord::new().with_scalar("t", self.t)
    }

    fn load_record(&mut self, record: LrSchedulerRecord) {
        self.t = record.scalar("t").unwrap_or(self.t);
    }
}

/// The d of η / (1 + d t) with which the learning rate falls to the fraction `end` within so many steps.
pub fn inverse_time_decay(steps: usize, end: f64) -> f64 {
    InverseTime::new(last(steps), end).decay
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(schedule: &Named, steps: usize, end: f64) -> Vec<f64> {
        schedule.factors(steps, end).unwrap()
    }

    /// The factors after a half of 100 intervals, from the equations.
    #[test]
    fn each_schedule_falls_as_its_equation_says() {
        let middle = LISTED.each_ref().map(|schedule| factors(schedule, 101, 0.01)[50]);
        let expected = [1.0, 0.1, 0.1, 1.0 / (1.0 + 99.0 * 0.5), (1.0 + 0.01) / 2.0];
        for (found, expected) in middle.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{middle:?}");
        }
        // 101 steps in three parts.
        let step = factors(named("step").unwrap(), 101, 0.01);
        let drops: Vec<usize> = (1..101).filter(|&t| step[t] != step[t - 1]).collect();
        assert_eq!(drops, [34, 68]);
    }

    #[test]
    fn each_schedule_begins_at_1_ends_at_the_fraction_and_never_rises() {
        for schedule in &LISTED {
            let name = schedule.name;
            for steps in [2, 3, 10, 2000] {
                let factors = factors(schedule, steps, 0.01);
                let end = match (name, steps) {
                    (CONSTANT, _) => 1.0,
                    // Two steps have room for one drop.
                    ("step", 2) => 0.1,
                    _ => 0.01,
                };
                assert_eq!((factors.len(), factors[0]), (steps, 1.0), "{name}");
                assert!((factors[steps - 1] / end - 1.0).abs() < 1e-9, "{name}: {factors:?}");
                assert!(factors.is_sorted_by(|a, b| a >= b), "{name}");
            }
            assert_eq!(factors(schedule, 1, 0.01), [1.0], "{name}");
            assert_eq!(factors(schedule, 3, 1.0), [1.0; 3], "{name}");
        }
    }

    #[test]
    fn a_scheduler_continues_from_its_record() {
        let mut scheduler = InverseTime::new(10, 0.1);
        scheduler.step();
        let mut other = InverseTime::new(10, 0.1);
        other.load_record(scheduler.to_record());
        assert_eq!(other.step(), scheduler.step());
        assert_eq!(other, scheduler);
        assert_eq!(other.t, 2);
    }

    #[test]
    fn what_burn_refuses_is_an_error() {
        let above = entry("steep", |_, _| ExponentialLrSchedulerConfig::new(1.0, 2.0).init());
        let error = above.factors(10, 0.1).unwrap_err().to_string();
        assert!(error.starts_with("the schedule steep: "), "{error}");
    }
}
