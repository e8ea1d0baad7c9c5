//! What was measured, with where it came from.
//!
//! A finished trial is kept immediately as `<out>/<experiment>/trials/<arm>-<seed>-<key>.json`. Its name
//! contains a hash of everything it is a function of: settings, arm, seed, backend, the CPU's
//! instruction set, data, Burn's version and the source code that computes it. A run that was interrupted
//! goes on from the trials that are there, and a trial of other settings, another machine's instruction
//! set or other code is never mistaken for this one.
//!
//! When all are there, `<out>/<experiment>/record.json` combines them:
//!
//! ```json
//! { "schema": 1, "experiment": "optimizer_paths", "statements": ["O1"], "settings": {},
//!   "provenance": { "project": "0.1.0", "burn": "0.22.1", "backend": "flex",
//!                   "instructions": "AVX-512", "data": null, "code": "…", "seeds": [0] },
//!   "arms": [ { "name": "SGD", "trials": [ { "seed": 0, "path": [[-7, 2]] } ] } ],
//!   "checksum": "…" }
//! ```
//!
//! It contains no time of day: the same settings give the same bytes. The checksum is a SHA-256 of
//! everything before it. It distinguishes a file that was cut off or edited from one that this program
//! wrote; such a file is neither used nor overwritten but set aside.

use language::{tr, translated};
use serde::{Deserialize, Serialize};

use training::BURN_VERSION;
use training::backend::Backend;
use training::instructions::instruction_set;

use crate::provenance::Provenance;

/// The version of the record's form. It increases when a reader of the old form would misunderstand the
/// new one; an additional field alone does not count.
pub const SCHEMA: u32 = 1;

/// What an experiment measured: for each arm and seed, one trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record<S, M> {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The experiment's name.
    pub experiment: String,
    /// The ids of the statements that it measures.
    pub statements: Vec<String>,
    /// The settings of every trial.
    pub settings: S,
    /// Where the numbers came from.
    pub provenance: Provenance,
    /// The arms, in the experiment's order.
    pub arms: Vec<ArmRecord<M>>,
}

/// The trials of one arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmRecord<M> {
    /// The arm's name.
    pub name: String,
    /// One trial for each seed, in the order of the seeds.
    pub trials: Vec<TrialRecord<M>>,
}

/// One trial: its seed and what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialRecord<M> {
    /// The seed.
    pub seed: u64,
    /// What was measured.
    #[serde(flatten)]
    pub measured: M,
}

impl<S, M> Record<S, M> {
    /// What the data that the trials read is called, for titles and texts.
    pub fn data_name(&self) -> &str {
        self.provenance.data.as_ref().map_or("the images", |data| &data.name)
    }

    /// The trials of the arm of that name, in the order of the seeds; none if there is no such arm.
    pub fn arm(&self, name: &str) -> impl Iterator<Item = &M> + Clone {
        let arm = self.arms.iter().find(|arm| arm.name == name);
        arm.into_iter().flat_map(|arm| &arm.trials).map(|trial| &trial.measured)
    }

    /// One number of each trial of an arm, in the order of the seeds.
    pub fn values(&self, arm: &str, number: impl Fn(&M) -> f64) -> Vec<f64> {
        self.arm(arm).map(number).collect()
    }

    /// Which of the arms are missing, in the current language, for
    /// [`lacking`](crate::verdict::Open::lacking): "SGD was not run", or nothing.
    pub fn missing<'a>(&self, arms: impl IntoIterator<Item = &'a str>) -> String {
        let missing = arms.into_iter().filter(|arm| self.arm(arm).next().is_none());
        let missing: Vec<&str> = missing.map(translated).collect();
        match missing.as_slice() {
            [] => String::new(),
            [arm] => tr!("{arm} was not run", arm),
            [others @ .., arm] => {
                tr!("{others} and {arm} were not run", others = others.join(", "), arm)
            }
        }
    }

    /// For each seed, one number of arm `a` minus that of arm `b`: differences paired by seed.
    pub fn differences(&self, a: &str, b: &str, number: impl Fn(&M) -> f64) -> Vec<f64> {
        self.arm(a).zip(self.arm(b)).map(|(a, b)| number(a) - number(b)).collect()
    }
}

impl<S, M> Record<S, M> {
    /// A record that nobody measured, with seeds from 0 on, for tests of what is made of a record.
    pub fn made_up<A: Into<String>>(
        settings: S,
        arms: impl IntoIterator<Item = (A, Vec<M>)>,
    ) -> Self {
        let trials = |measured: Vec<M>| {
            (0..).zip(measured).map(|(seed, measured)| TrialRecord { seed, measured }).collect()
        };
        let arms: Vec<_> = arms
            .into_iter()
            .map(|(name, measured)| ArmRecord { name: name.into(), trials: trials(measured) })
            .collect();
        let seeds = arms.iter().map(|arm| arm.trials.len() as u64).max().unwrap_or(0);
        let provenance = Provenance {
            project: String::new(),
            burn: BURN_VERSION.clone(),
            backend: Backend::default_compiled(),
            instructions: instruction_set().into(),
            data: None,
            code: String::new(),
            seeds: (0..seeds).collect(),
        };
        let (experiment, statements) = ("made up".into(), Vec::new());
        Self { schema: SCHEMA, experiment, statements, settings, provenance, arms }
    }
}
