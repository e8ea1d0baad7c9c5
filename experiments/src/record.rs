//! What was measured, with where it came from.
//!
//! A finished trial is kept at once as `<out>/<experiment>/trials/<arm>-<seed>-<key>.json`, named by
//! a hash of everything it is a function of: settings, arm, seed, backend, data, Burn's version and
//! the source code that computes it. A run that was interrupted goes on from the trials that are
//! there, and a trial of other settings or other code is never taken for this one.
//!
//! When all are there, `<out>/<experiment>/record.json` puts them together:
//!
//! ```json
//! { "schema": 1, "experiment": "optimizer_paths", "statements": ["O1"], "settings": {},
//!   "provenance": { "project": "0.1.0", "burn": "0.22.1", "backend": "flex", "data": null,
//!                   "code": "…", "seeds": [0] },
//!   "arms": [ { "name": "SGD", "trials": [ { "seed": 0, "path": [[-7, 2]] } ] } ] }
//! ```
//!
//! There is no time of day in it: the same settings give the same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::backend::Backend;
use crate::experiment::Experiment;
use crate::files::{FileError, write_whole};

/// The version of the record's form. It rises when a reader of the old form would be misled.
pub const SCHEMA: u32 = 1;

/// The version of Burn that computes. A test holds it to `Cargo.lock`.
pub const BURN_VERSION: &str = "0.22.1";

/// Where a record came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// This project's version.
    pub project: String,
    /// Burn's version.
    pub burn: String,
    /// The backend that computed.
    pub backend: Backend,
    /// The data set's name and fingerprint, if data was read.
    pub data: Option<DataOrigin>,
    /// A hash of the source code that trials of this experiment depend on.
    pub code: String,
    /// The seeds, one for each trial of an arm.
    pub seeds: Vec<u64>,
}

/// Which data set was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataOrigin {
    /// Its name.
    pub name: String,
    /// A SHA-256 of its content.
    pub fingerprint: String,
}

/// The record of the experiment `E`.
pub type RecordOf<E> = Record<<E as Experiment>::Settings, <E as Experiment>::Measured>;

/// What an experiment measured: for each arm and seed, one trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record<S, M> {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The experiment's name.
    pub experiment: String,
    /// The ids of the statements it serves.
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
    /// One trial a seed, in the order of the seeds.
    pub trials: Vec<TrialRecord<M>>,
}

/// One trial: its seed, and beside it what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialRecord<M> {
    /// The seed.
    pub seed: u64,
    /// What was measured.
    #[serde(flatten)]
    pub measured: M,
}

impl<S, M> Record<S, M> {
    /// The trials of the arm of that name, in the order of the seeds; none where there is no such arm.
    pub fn arm(&self, name: &str) -> impl Iterator<Item = &M> + Clone {
        let arm = self.arms.iter().find(|arm| arm.name == name);
        arm.into_iter().flat_map(|arm| &arm.trials).map(|trial| &trial.measured)
    }

    /// One number of each trial of an arm, in the order of the seeds.
    pub fn values(&self, arm: &str, number: impl Fn(&M) -> f64) -> Vec<f64> {
        self.arm(arm).map(number).collect()
    }

    /// For each seed, one number of arm `a` minus the same of arm `b`: what pairing by seed gives.
    pub fn differences(&self, a: &str, b: &str, number: impl Fn(&M) -> f64) -> Vec<f64> {
        self.arm(a).zip(self.arm(b)).map(|(a, b)| number(a) - number(b)).collect()
    }
}

#[cfg(test)]
impl<S, M> Record<S, M> {
    /// A record that nobody measured, seeds from 0 on: to see what a rule says of it.
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
            burn: BURN_VERSION.into(),
            backend: Backend::default_compiled(),
            data: None,
            code: String::new(),
            seeds: (0..seeds).collect(),
        };
        let (experiment, statements) = ("made up".into(), Vec::new());
        Self { schema: SCHEMA, experiment, statements, settings, provenance, arms }
    }
}

/// Where one trial's record is kept, and what it is a function of.
#[derive(Clone, Debug)]
pub struct TrialKey {
    key: Value,
    /// `<arm>-<seed>-<hash>.json`
    file_name: String,
}

impl TrialKey {
    /// The key of one trial of `E`.
    pub fn new<E: Experiment>(
        settings: &E::Settings,
        provenance: &Provenance,
        arm: &str,
        seed: u64,
    ) -> Self {
        let key = json!({
            "schema": SCHEMA,
            "experiment": E::NAME,
            "settings": settings,
            "burn": provenance.burn,
            "backend": provenance.backend,
            "data": provenance.data.as_ref().map(|data| &data.fingerprint),
            "code": provenance.code,
            "arm": arm,
            "seed": seed,
        });
        let letters =
            arm.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' });
        let file_name =
            format!("{}-{seed}-{}.json", letters.collect::<String>(), &digest(&key)[..16]);
        Self { key, file_name }
    }

    /// The file in the folder of trials.
    pub fn path(&self, trials: &Path) -> PathBuf {
        trials.join(&self.file_name)
    }

    /// Keeps what the trial measured.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write<M: Serialize>(&self, trials: &Path, measured: &M) -> Result<(), FileError> {
        let measured = json!(measured);
        let checksum = digest(&json!([self.key, measured]));
        let content = json!({ "key": self.key, "measured": measured, "checksum": checksum });
        write_whole(&self.path(trials), format!("{content}\n").as_bytes())
    }

    /// What the trial measured, if it is there.
    pub fn read<M: DeserializeOwned>(&self, trials: &Path) -> Kept<M> {
        let Ok(content) = fs::read(self.path(trials)) else {
            return Kept::Missing;
        };
        let intact = || -> Option<M> {
            let content: Value = serde_json::from_slice(&content).ok()?;
            let (key, measured) = (content.get("key")?, content.get("measured")?);
            let checksum = digest(&json!([key, measured]));
            let is_intact = *key == self.key && content.get("checksum")?.as_str()? == checksum;
            is_intact.then(|| M::deserialize(measured).ok()).flatten()
        };
        intact().map_or(Kept::Damaged, Kept::Intact)
    }
}

/// What was found in a trial's place.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept<M> {
    /// The trial, as it was written.
    Intact(M),
    /// Nothing.
    Missing,
    /// A file that was cut, edited or never a record.
    Damaged,
}

fn digest(value: &Value) -> String {
    sha256(value.to_string().as_bytes())
}

/// A SHA-256 in hexadecimal digits.
pub(crate) fn sha256(content: &[u8]) -> String {
    let bytes = Sha256::digest(content);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
