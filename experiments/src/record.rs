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
//!   "arms": [ { "name": "SGD", "trials": [ { "seed": 0, "path": [[-7, 2]] } ] } ],
//!   "checksum": "…" }
//! ```
//!
//! There is no time of day in it: the same settings give the same bytes. The checksum is a SHA-256 of
//! all before it: a file that was cut or edited is told from one that was written here, and is
//! neither taken nor overwritten but set aside.

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

    /// Which of the arms are not there, for [`lacking`](crate::verdict::Open::lacking): "SGD was not run",
    /// or nothing.
    pub fn missing<'a>(&self, arms: impl IntoIterator<Item = &'a str>) -> String {
        let missing: Vec<&str> =
            arms.into_iter().filter(|arm| self.arm(arm).next().is_none()).collect();
        match missing.as_slice() {
            [] => String::new(),
            [one] => format!("{one} was not run"),
            several => format!("{} were not run", several.join(" and ")),
        }
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
        let content = json!({ "key": self.key, "measured": measured }).to_string();
        write_whole(&self.path(trials), sealed(content).as_bytes())
    }

    /// What the trial measured, if it is there.
    pub fn read<M: DeserializeOwned>(&self, trials: &Path) -> Kept<M> {
        match fs::read(self.path(trials)) {
            Ok(content) => self.open(&content).map_or(Kept::Damaged, Kept::Intact),
            Err(_) => Kept::Missing,
        }
    }

    /// What a trial's file holds; nothing if it is not, to the last byte, what [`write`](Self::write)
    /// wrote for this very trial.
    fn open<M: DeserializeOwned>(&self, content: &[u8]) -> Option<M> {
        if !is_sealed(content) {
            return None;
        }
        let content: Value = serde_json::from_slice(content).ok()?;
        let is_this = *content.get("key")? == self.key;
        is_this.then(|| M::deserialize(content.get("measured")?).ok()).flatten()
    }
}

/// Whether what was measured can be read back from a record. JSON has no number that is not finite:
/// a measurement that may be infinite or NaN says so in words of its own, as
/// [`any_number`] does.
pub fn can_be_kept<M: Serialize + DeserializeOwned>(measured: &M) -> bool {
    serde_json::to_value(measured).is_ok_and(|value| M::deserialize(value).is_ok())
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

/// What [`sealed`] puts in place of the object's closing brace, around the checksum.
const SEAL: [&str; 2] = [",\"checksum\":\"", "\"}\n"];

/// The JSON object in `text` with one field more, the checksum of all before it.
///
/// # Panics
/// If `text` is not a JSON object.
pub fn sealed(text: String) -> String {
    let body = text.strip_suffix('}').expect("a JSON object");
    let [before, after] = SEAL;
    format!("{body}{before}{}{after}", sha256(body.as_bytes()))
}

/// Whether `content` is what [`sealed`] made, to the last byte.
pub fn is_sealed(content: &[u8]) -> bool {
    let [before, after] = SEAL.map(str::as_bytes);
    let seal = |content: &[u8]| -> Option<bool> {
        let (body, checksum) = content.strip_suffix(after)?.split_last_chunk::<64>()?;
        let body = body.strip_suffix(before)?;
        Some(checksum == sha256(body).as_bytes())
    };
    seal(content) == Some(true)
}

/// A number that may be infinite or NaN, for `#[serde(with = "any_number")]`: finite ones are numbers,
/// the others the words `inf`, `-inf` and `NaN`.
pub mod any_number {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Finite(f64),
        Word(String),
    }

    /// Writes the number.
    ///
    /// # Errors
    /// As `serializer` says.
    pub fn serialize<S: Serializer>(x: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match x.is_finite() {
            true => serializer.serialize_f64(*x),
            false => serializer.serialize_str(&x.to_string()),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is neither a number nor one of the three words.
    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<f64, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Finite(x) => Ok(x),
            Written::Word(word) => match word.as_str() {
                "inf" => Ok(f64::INFINITY),
                "-inf" => Ok(f64::NEG_INFINITY),
                "NaN" => Ok(f64::NAN),
                other => Err(D::Error::custom(format!("`{other}` is no number"))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::default_settings;
    use crate::optimizer_paths::{Measured, OptimizerPaths, Path as Walk};
    use extensions::random::{Purpose, Stream};

    fn provenance() -> Provenance {
        Record::<(), ()>::made_up::<String>((), []).provenance
    }

    fn key(provenance: &Provenance) -> TrialKey {
        TrialKey::new::<OptimizerPaths>(&default_settings::<OptimizerPaths>(), provenance, "SGD", 3)
    }

    fn measured() -> Measured {
        let path = (0..5).map(|i| [0.1 * f64::from(i), -1e-300 / (f64::from(i) + 0.3)]).collect();
        Measured::Path(Walk(path))
    }

    /// The file that the key's trial is kept in, and its folder.
    fn kept(key: &TrialKey) -> (tempfile::TempDir, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        key.write(folder.path(), &measured()).unwrap();
        let content = fs::read(key.path(folder.path())).unwrap();
        (folder, content)
    }

    #[test]
    fn what_was_written_is_read_to_the_last_bit() {
        let key = key(&provenance());
        let (folder, content) = kept(&key);
        assert_eq!(key.read(folder.path()), Kept::Intact(measured()));
        assert!(serde_json::from_slice::<Value>(&content).unwrap()["checksum"].is_string());
    }

    /// Whatever a trial is a function of has a key, and so a file, of its own; and a file that was
    /// put in another's place is not taken for it.
    #[test]
    fn a_trial_of_another_version_is_another_trial() {
        let this = provenance();
        let cuda: Backend = serde_json::from_str("\"cuda\"").unwrap();
        let (folder, content) = kept(&key(&this));
        for other in [
            Provenance { burn: "0.21.0".into(), ..this.clone() },
            Provenance { code: "other".into(), ..this.clone() },
            Provenance { backend: cuda, ..this.clone() },
            Provenance {
                data: Some(DataOrigin { name: "x".into(), fingerprint: "y".into() }),
                ..this.clone()
            },
        ] {
            let other = key(&other);
            assert_eq!(other.read::<Measured>(folder.path()), Kept::Missing);
            fs::write(other.path(folder.path()), &content).unwrap();
            assert_eq!(other.read::<Measured>(folder.path()), Kept::Damaged);
        }
        // The version of the project alone changes nothing that was measured.
        let newer = Provenance { project: "9.9.9".into(), ..this.clone() };
        assert_eq!(key(&newer).read(folder.path()), Kept::Intact(measured()));
    }

    #[test]
    fn a_number_that_is_not_finite_has_a_word() {
        #[derive(Serialize, Deserialize)]
        struct Number(#[serde(with = "any_number")] f64);
        let there_and_back = |x: f64| -> f64 {
            assert!(can_be_kept(&Number(x)));
            serde_json::from_str::<Number>(&serde_json::to_string(&Number(x)).unwrap()).unwrap().0
        };
        for x in [0.1, -0.0, 5e-324, f64::MAX, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(there_and_back(x).to_bits(), x.to_bits());
        }
        assert!(there_and_back(f64::NAN).is_nan());
        assert!(serde_json::from_str::<Number>("\"infinite\"").is_err());
        assert!(serde_json::from_str::<Number>("null").is_err());
        assert!(!can_be_kept(&f64::NAN) && !can_be_kept(&[1.0, f64::INFINITY]));
    }

    /// One of the bytes of JSON now and then, else any byte.
    fn a_byte(random: &mut Stream) -> u8 {
        const OF_JSON: &[u8] = b"{}[]\",:0123456789.eE+-ntf \n\\u";
        if random.index(2) == 0 {
            OF_JSON[random.index(OF_JSON.len())]
        } else {
            random.index(256) as u8
        }
    }

    /// A file that differs from the one that was written: by one to four changes. Then, now and then,
    /// sealed anew, as if it had been made so: the seal proves nothing of what is inside.
    fn damaged(whole: &[u8], random: &mut Stream) -> Vec<u8> {
        let mut bytes = whole.to_vec();
        for _ in 0..=random.index(4) {
            let at = random.index(bytes.len() + 1);
            match random.index(6) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, a_byte(random)),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 => {
                    let from = random.index(whole.len());
                    let length = random.index(whole.len() - from + 1).min(40);
                    bytes.splice(at..at, whole[from..from + length].iter().copied());
                }
                _ if at < bytes.len() => bytes[at] = a_byte(random),
                _ => {}
            }
        }
        match String::from_utf8(bytes) {
            Ok(text) if random.index(4) == 0 => {
                let [before, after] = SEAL;
                let end = text.len().saturating_sub(64 + before.len() + after.len());
                let body = text.get(..end).unwrap_or(&text);
                format!("{body}{before}{}{after}", sha256(body.as_bytes())).into_bytes()
            }
            Ok(text) => text.into_bytes(),
            Err(bytes) => bytes.into_bytes(),
        }
    }

    /// The record reader under a million damaged files: none makes it panic, and none is taken that
    /// is not the file that was written, or sealed by one who knew how. `--nocapture` shows how many.
    #[test]
    fn a_million_damaged_records_are_refused() {
        const INPUTS: usize = 1_000_000;
        let key = key(&provenance());
        let whole = kept(&key).1;
        let mut random = Stream::new(0, Purpose::Data);
        let (mut unsealed, mut sealed_anew, mut taken) = (0, 0, 0);
        for _ in 0..INPUTS {
            let bytes = damaged(&whole, &mut random);
            let read = key.open::<Measured>(&bytes);
            match is_sealed(&bytes) {
                _ if bytes == whole => assert_eq!(read, Some(measured())),
                false => {
                    assert_eq!(read, None, "{}", String::from_utf8_lossy(&bytes));
                    unsealed += 1;
                }
                true => {
                    sealed_anew += 1;
                    taken += usize::from(read.is_some());
                }
            }
        }
        assert!(sealed_anew > INPUTS / 10 && taken > 0, "{sealed_anew}, {taken}");
        println!(
            "{INPUTS} damaged records: {unsealed} without a valid seal, all refused; {sealed_anew} \
             sealed anew, of which {taken} were records of this trial in form"
        );
    }

    /// As deep and as long as a file may be: refused, not a stack that overflows.
    #[test]
    fn a_deep_or_endless_record_is_refused() {
        let key = key(&provenance());
        for inside in ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 20), "9".repeat(1 << 20)] {
            let content = sealed(format!("{{\"key\":{inside}}}"));
            assert_eq!(key.open::<Measured>(content.as_bytes()), None);
        }
    }
}
