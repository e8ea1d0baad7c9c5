//! Learning-rate decay: how the learning rate of all parameters falls during training (O7).

use std::fmt;

use burn::lr_scheduler::cosine::CosineAnnealingLrSchedulerConfig;
use burn::lr_scheduler::exponential::ExponentialLrSchedulerConfig;
use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::lr_scheduler::step::StepLrSchedulerConfig;

/// How the learning rate falls. Each schedule but the constant one ends at the same fraction of the first
/// learning rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// It does not fall.
    Constant,
    /// In two drops by the same factor, after a third and after two thirds of the steps. Burn's
    /// `StepLrScheduler`.
    Step,
    /// By the same factor with each step. Burn's `ExponentialLrScheduler`.
    Exponential,
    /// η_t = η / (1 + d t), with t from 0. Burn has no such scheduler.
    InverseTime,
    /// Along half a period of the cosine (Loshchilov and Hutter 2017). Burn's
    /// `CosineAnnealingLrScheduler`.
    Cosine,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Constant => "constant",
            Self::Step => "step",
            Self::Exponential => "exponential",
            Self::InverseTime => "1/t",
            Self::Cosine => "cosine",
        })
    }
}

impl Schedule {
    /// The factor that the first learning rate is multiplied by in each of `steps` steps, from 1 in the
    /// first step to `end` (in (0, 1]) in the last.
    ///
    /// Burn's schedulers accept no learning rate above 1, so they compute the factor instead of the
    /// learning rate itself.
    pub fn factors(self, steps: usize, end: f64) -> Vec<f64> {
        let last = steps.saturating_sub(1).max(1);
        let scheduled = |scheduler: Result<ModuleLrScheduler, String>| {
            let mut scheduler = scheduler.expect("a fraction in (0, 1]");
            (0..steps).map(|_| scheduler.step().base()).collect()
        };
        match self {
            Self::Constant => vec![1.0; steps],
            Self::Step => {
                let third = steps.div_ceil(3).max(1);
                scheduled(StepLrSchedulerConfig::new(1.0, third).with_gamma(end.sqrt()).init())
            }
            Self::Exponential => {
                let factor = end.powf(1.0 / last as f64);
                scheduled(ExponentialLrSchedulerConfig::new(1.0, factor).init())
            }
            Self::InverseTime => {
                let d = inverse_time_decay(steps, end);
                (0..steps).map(|t| 1.0 / (1.0 + d * t as f64)).collect()
            }
            Self::Cosine => {
                let cosine = CosineAnnealingLrSchedulerConfig::new(1.0, last).with_min_lr(end);
                scheduled(cosine.init())
            }
        }
    }
}

/// The d of η / (1 + d t) with which the learning rate falls to the fraction `end` within so many steps.
pub fn inverse_time_decay(steps: usize, end: f64) -> f64 {
    (1.0 / end - 1.0) / steps.saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Schedule; 5] = [
        Schedule::Constant,
        Schedule::Step,
        Schedule::Exponential,
        Schedule::InverseTime,
        Schedule::Cosine,
    ];

    /// The factors after a half of 100 intervals, from the equations.
    #[test]
    fn each_schedule_falls_as_its_equation_says() {
        let middle = ALL.map(|schedule| schedule.factors(101, 0.01)[50]);
        let expected = [1.0, 0.1, 0.1, 1.0 / (1.0 + 99.0 * 0.5), (1.0 + 0.01) / 2.0];
        for (found, expected) in middle.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{middle:?}");
        }
        // 101 steps in three parts.
        let step = Schedule::Step.factors(101, 0.01);
        let drops: Vec<usize> = (1..101).filter(|&t| step[t] != step[t - 1]).collect();
        assert_eq!(drops, [34, 68]);
    }

    #[test]
    fn each_schedule_begins_at_1_ends_at_the_fraction_and_never_rises() {
        for schedule in ALL {
            for steps in [2, 3, 10, 2000] {
                let factors = schedule.factors(steps, 0.01);
                let end = match (schedule, steps) {
                    (Schedule::Constant, _) => 1.0,
                    // Two steps have room for one drop.
                    (Schedule::Step, 2) => 0.1,
                    _ => 0.01,
                };
                assert_eq!((factors.len(), factors[0]), (steps, 1.0), "{schedule}");
                assert!((factors[steps - 1] / end - 1.0).abs() < 1e-9, "{schedule}: {factors:?}");
                assert!(factors.is_sorted_by(|a, b| a >= b), "{schedule}");
            }
            assert_eq!(schedule.factors(1, 0.01), [1.0], "{schedule}");
            assert_eq!(schedule.factors(3, 1.0), [1.0; 3], "{schedule}");
        }
    }
}
