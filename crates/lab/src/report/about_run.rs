//! The section on the run: seeds, times, code and settings.

use super::contents::Report;
use super::words::{seeds, setting, time};
use crate::outcome::Outcome;
use crate::statistics::{ALL_SUBSETS, FEWEST, SIGNIFICANCE};
use crate::times::TimeTaken;
use crate::title::Title;

/// The section on the run.
pub struct AboutRun<'a> {
    /// Name and fingerprint of each data set.
    pub data: Vec<(&'a str, &'a str)>,
    /// Up to how many seeds the interval is computed from all their subsets.
    pub all_subsets: usize,
    /// The fewest seeds that an interval is computed from.
    pub fewest_seeds: usize,
    /// The largest adjusted p of a claim that is decided.
    pub significance: f64,
    pub rows: Vec<Row<'a>>,
    pub trials: usize,
    pub seconds: String,
    pub settings: Vec<Settings>,
}

/// An experiment in the table of seeds and times.
pub struct Row<'a> {
    pub name: &'static str,
    pub seeds: String,
    pub trials: usize,
    pub seconds: String,
    pub code: &'a str,
}

/// The settings of an experiment.
pub struct Settings {
    pub name: &'static str,
    pub title: Title<'static>,
    /// Each flag and its value.
    pub flags: Vec<(String, String)>,
}

impl<'a> AboutRun<'a> {
    pub fn of(report: &'a Report) -> Self {
        let mut total = TimeTaken::default();
        for TimeTaken { seconds, trials, unknown } in report.outcomes().map(|o| o.taken) {
            total.seconds += seconds;
            total.trials += trials;
            total.unknown += unknown;
        }
        Self {
            data: report.data_sets().into_iter().collect(),
            all_subsets: ALL_SUBSETS,
            fewest_seeds: FEWEST,
            significance: SIGNIFICANCE,
            rows: report.outcomes().map(Row::of).collect(),
            trials: total.trials,
            seconds: time(total),
            settings: report.outcomes().map(Settings::of).collect(),
        }
    }
}

impl<'a> Row<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        Self {
            name: outcome.name,
            seeds: seeds(outcome),
            trials: outcome.taken.trials,
            seconds: time(outcome.taken),
            code: &outcome.provenance.code,
        }
    }
}

impl Settings {
    fn of(outcome: &Outcome) -> Self {
        let values = outcome.settings.as_object().into_iter().flatten();
        let flag = |name: &str| format!("--{}", name.replace('_', "-"));
        Self {
            name: outcome.name,
            title: Title::of_both(outcome.title),
            flags: values.map(|(name, value)| (flag(name), setting(value))).collect(),
        }
    }
}
