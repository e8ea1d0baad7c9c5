//! The trials in a folder that a run does not read, and why not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use language::tr;
use serde_json::{Value, json};
use training::instructions::instruction_set;

use crate::files::read_regular;
use crate::provenance::Provenance;

/// How many trials in the folder are not of this run, by what their keys say. They cannot be compared bit
/// by bit: another code, backend or CPU may give other bits.
pub fn others(
    trials: &Path,
    of_this_run: &BTreeSet<PathBuf>,
    provenance: &Provenance,
) -> BTreeMap<String, usize> {
    let mut others = BTreeMap::new();
    let entries = fs::read_dir(trials).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let is_trial = path.extension().is_some_and(|extension| extension == "json");
        if is_trial && !of_this_run.contains(&path) {
            *others.entry(why(&path, provenance)).or_insert(0) += 1;
        }
    }
    others
}

fn why(path: &Path, provenance: &Provenance) -> String {
    let content =
        read_regular(path).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let Some(key) = content.as_ref().and_then(|content| content.get("key")) else {
        return tr!("no trial of this program").into();
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let other = |name: &str, ours: Value| key.get(name).filter(|theirs| **theirs != ours).map(text);
    if let Some(theirs) = other("instructions", json!(provenance.instructions)) {
        let ours = instruction_set();
        return tr!("computed with {theirs}, and this machine has {ours}", theirs, ours);
    }
    if let Some(theirs) = other("backend", json!(provenance.backend)) {
        return tr!("computed by the backend {theirs}", theirs);
    }
    if let Some(theirs) = other("burn", json!(provenance.burn)) {
        return tr!("computed by Burn {theirs}", theirs);
    }
    if other("code", json!(provenance.code)).is_some() {
        return tr!("of another version of the code").into();
    }
    if other("build", json!(training::BUILD)).is_some() {
        return tr!("of another build of the program").into();
    }
    if other("data", json!(provenance.data.as_ref().map(|data| &data.fingerprint))).is_some() {
        return tr!("of another data set").into();
    }
    tr!("of other settings, arms or seeds").into()
}
