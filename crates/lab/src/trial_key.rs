//! The file in which a trial is kept, named by a hash of everything that the trial is a function of.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use training::files::{FileError, write_whole};

use crate::experiment::Experiment;
use crate::files::{NOT_READABLE, read_regular};
use crate::provenance::Provenance;
use crate::record::SCHEMA;
use crate::seal::{sealed, sha256, unsealed};

/// What the trials of a run are a function of, all but their arm and their seed.
#[derive(Clone, Debug)]
pub struct TrialKeys(Value);

/// Everything that one trial is a function of, and the file in which it is kept.
#[derive(Clone, Debug)]
pub struct TrialKey {
    /// How the file begins: with the key, and what it stands for.
    beginning: String,
    /// `<arm>-<seed>-<hash>.json`
    file_name: String,
}

/// How many letters of an arm's name are in the file name: 1e-320, written out, is longer than a file name
/// may be. The hash tells names apart that begin alike.
const LONGEST_ARM: usize = 100;

impl TrialKeys {
    /// The keys of the trials of `E`. With `plain` they are other keys: `--plain` computes the trials again,
    /// although their numbers are the same.
    pub fn new<E: Experiment>(
        settings: &E::Settings,
        provenance: &Provenance,
        plain: bool,
    ) -> Self {
        let mut key = json!({
            "schema": SCHEMA,
            "experiment": E::ABOUT.name,
            "settings": settings,
            "burn": provenance.burn,
            "backend": provenance.backend,
            "instructions": provenance.instructions,
            "data": provenance.data.as_ref().map(|data| &data.fingerprint),
            "code": provenance.code,
            "build": training::BUILD,
        });
        if plain {
            key["plain"] = true.into();
        }
        Self(key)
    }

    /// The key of the trial of an arm at a seed.
    pub fn of(&self, arm: &str, seed: u64) -> TrialKey {
        let mut key = self.0.clone();
        key["arm"] = arm.into();
        key["seed"] = seed.into();
        let key = key.to_string();
        let letters =
            arm.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' });
        let letters = letters.take(LONGEST_ARM);
        let file_name = format!(
            "{}-{seed}-{}.json",
            letters.collect::<String>(),
            &sha256(key.as_bytes())[..16]
        );
        TrialKey { beginning: format!("{{\"key\":{key},\"measured\":"), file_name }
    }
}

impl TrialKey {
    /// The path of the file in the folder of trials.
    pub fn path(&self, trials: &Path) -> PathBuf {
        trials.join(&self.file_name)
    }

    /// Writes what the trial measured.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write<M: Serialize>(&self, trials: &Path, measured: &M) -> Result<(), FileError> {
        let content = format!("{}{}}}", self.beginning, json!(measured));
        write_whole(&self.path(trials), sealed(content).as_bytes())
    }

    /// What the trial measured, if it is there.
    pub fn read<M: DeserializeOwned>(&self, trials: &Path) -> Kept<M> {
        match read_regular(&self.path(trials)) {
            Ok(content) => self.open(&content).map_or(Kept::Damaged, Kept::Intact),
            Err(error) if error.kind() == ErrorKind::InvalidData => Kept::NotReadable,
            Err(_) => Kept::Missing,
        }
    }

    /// What a trial's file holds; `None` unless it is, to the last byte, what [`write`](Self::write) wrote
    /// for exactly this trial.
    fn open<M: DeserializeOwned>(&self, content: &[u8]) -> Option<M> {
        let measured = unsealed(content)?.strip_prefix(self.beginning.as_bytes())?;
        serde_json::from_slice(measured).ok()
    }
}

/// Whether what was measured can be read back from a record. JSON has no infinity and no NaN: a
/// measurement that may be one of them is written as a word, with
/// [`any_number`](training::any_number).
pub fn can_be_kept<M: Serialize + DeserializeOwned>(measured: &M) -> bool {
    serde_json::to_value(measured).is_ok_and(|value| M::deserialize(value).is_ok())
}

/// What was found at the path of a trial.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept<M> {
    /// The trial, as it was written.
    Intact(M),
    /// Nothing.
    Missing,
    /// A file that was cut off or edited, or that never was a record.
    Damaged,
    /// A pipe, a folder or something else in its place, or a file that is too large to be a trial.
    NotReadable,
    /// A file with a valid checksum, and with lists or numbers that its trial cannot measure.
    Misfit,
}

impl<M> Kept<M> {
    /// The same, but a misfit if what it holds does not fit.
    pub fn checked(self, fits: impl FnOnce(&M) -> bool) -> Self {
        match self {
            Self::Intact(measured) if !fits(&measured) => Self::Misfit,
            other => other,
        }
    }

    /// The trial if it is there, or what is wrong with its file: a sentence without its subject.
    ///
    /// # Errors
    /// If there is a file that is not the trial.
    pub fn found(self) -> Result<Option<M>, &'static str> {
        match self {
            Self::Intact(measured) => Ok(Some(measured)),
            Self::Missing => Ok(None),
            Self::NotReadable => Err(NOT_READABLE),
            Self::Damaged => Err("was cut off or edited"),
            Self::Misfit => {
                Err("has lists of other lengths, or other numbers, than its trial can measure")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use clap::Args;
    use extensions::random::{Purpose, Stream};
    use serde::Deserialize;
    use training::any_number;
    use training::backend::Backend;
    use training::trial::Trial;

    use crate::experiment::About;
    use crate::provenance::DataOrigin;
    use crate::record::Record;
    use crate::seal::{SEAL, is_sealed};

    /// An experiment that measures a path.
    struct Toy;

    #[derive(Args, Clone, Debug, Serialize, Deserialize)]
    struct Settings {
        #[arg(long, default_value = "5")]
        steps: usize,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Measured {
        path: Vec<[f64; 2]>,
    }

    impl Experiment for Toy {
        type Settings = Settings;
        type Arm = &'static str;
        type Measured = Measured;

        const ABOUT: About = About {
            name: "toy",
            title: "Toy · 장난감",
            about: "A toy",
            shows: "a toy",
            statements: &[],
            seeds: 1,
            needs_data: false,
        };

        fn arms(_: &Settings) -> Vec<&'static str> {
            vec!["SGD"]
        }

        fn steps(settings: &Settings, _: &&'static str) -> u64 {
            settings.steps as u64
        }

        fn trial(_: &Settings, _: &&'static str, _: &Trial) -> Measured {
            measured()
        }

        fn fits(settings: &Settings, _: &&'static str, measured: &Measured) -> bool {
            measured.path.len() == settings.steps
        }
    }

    fn provenance() -> Provenance {
        Record::<(), ()>::made_up::<String>((), []).provenance
    }

    fn key(provenance: &Provenance) -> TrialKey {
        TrialKeys::new::<Toy>(&Settings { steps: 5 }, provenance, false).of("SGD", 3)
    }

    fn measured() -> Measured {
        let path = (0..5).map(|i| [0.1 * f64::from(i), -1e-300 / (f64::from(i) + 0.3)]);
        Measured { path: path.collect() }
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

    #[test]
    fn a_sealed_trial_of_another_length_does_not_fit() {
        let key = key(&provenance());
        let (folder, _) = kept(&key);
        let read = || {
            let fits = |measured: &Measured| Toy::fits(&Settings { steps: 5 }, &"SGD", measured);
            key.read::<Measured>(folder.path()).checked(fits)
        };
        assert_eq!(read().found(), Ok(Some(measured())));
        let shorter = Measured { path: measured().path[1..].to_vec() };
        key.write(folder.path(), &shorter).unwrap();
        assert_eq!(read(), Kept::Misfit);
        assert!(read().found().is_err());
        fs::write(key.path(folder.path()), "{").unwrap();
        assert_eq!(read(), Kept::Damaged);
        fs::remove_file(key.path(folder.path())).unwrap();
        assert_eq!(read().found(), Ok(None));
        fs::create_dir(key.path(folder.path())).unwrap();
        assert_eq!(read().found(), Err(NOT_READABLE));
    }

    /// Everything that a trial is a function of is in the key and so in the name of its file, and a file
    /// that was moved to another trial's path is not accepted there.
    #[test]
    fn a_trial_of_another_version_is_another_trial() {
        let this = provenance();
        let cuda: Backend = serde_json::from_str("\"cuda\"").unwrap();
        let (folder, content) = kept(&key(&this));
        for other in [
            Provenance { burn: "0.21.0".into(), ..this.clone() },
            Provenance { code: "other".into(), ..this.clone() },
            Provenance { backend: cuda, ..this.clone() },
            Provenance { instructions: "another".into(), ..this.clone() },
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
        // The version of the project alone does not change what was measured.
        let newer = Provenance { project: "9.9.9".into(), ..this.clone() };
        assert_eq!(key(&newer).read(folder.path()), Kept::Intact(measured()));
    }

    /// An arm that is named after a very small or very large number is kept like any other.
    #[test]
    fn a_long_name_of_an_arm_fits_a_file_name() {
        let key = |arm: &str| {
            TrialKeys::new::<Toy>(&Settings { steps: 5 }, &provenance(), false).of(arm, u64::MAX)
        };
        let [one, two] = [1e-320, 2e-320].map(|std| key(&format!("std {std}")));
        let (folder, _) = kept(&one);
        assert_eq!(one.read(folder.path()), Kept::Intact(measured()));
        assert_eq!(two.read::<Measured>(folder.path()), Kept::Missing);
    }

    /// `--plain` runs its trials again and keeps them in other files than those of the faster form.
    #[test]
    fn a_plain_trial_has_a_file_of_its_own() {
        let fast = key(&provenance());
        let plain = TrialKeys::new::<Toy>(&Settings { steps: 5 }, &provenance(), true).of("SGD", 3);
        let (folder, _) = kept(&fast);
        assert_eq!(plain.read::<Measured>(folder.path()), Kept::Missing);
        plain.write(folder.path(), &measured()).unwrap();
        for key in [fast, plain] {
            assert_eq!(key.read(folder.path()), Kept::Intact(measured()));
        }
    }

    #[test]
    fn a_number_that_is_not_finite_is_written_as_a_word() {
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

    /// Every second time a byte that JSON uses, otherwise any byte.
    fn a_byte(random: &mut Stream) -> u8 {
        const OF_JSON: &[u8] = b"{}[]\",:0123456789.eE+-ntf \n\\u";
        if random.index(2) == 0 {
            OF_JSON[random.index(OF_JSON.len())]
        } else {
            random.index(256) as u8
        }
    }

    /// A file that differs from the one that was written by one to five changes. Some are sealed again,
    /// as if they had been written like that: the seal says nothing about the content.
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

    /// The reader of records under a million damaged files: none makes it panic, and none is accepted
    /// unless it was sealed again. `--nocapture` shows how many.
    #[test]
    fn a_million_damaged_records_are_rejected() {
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
            "{INPUTS} damaged records: {unsealed} without a valid seal, all rejected; {sealed_anew} \
             sealed again; {taken} of these had the form of a record of this trial"
        );
    }

    /// A very deep or very long file is rejected; it does not overflow the stack.
    #[test]
    fn a_deep_or_endless_record_is_rejected() {
        let key = key(&provenance());
        for inside in ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 20), "9".repeat(1 << 20)] {
            let content = sealed(format!("{{\"key\":{inside}}}"));
            assert_eq!(key.open::<Measured>(content.as_bytes()), None);
        }
    }
}
