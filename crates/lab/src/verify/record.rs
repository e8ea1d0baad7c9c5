//! The record of all trials, compared with the trials that it is made of.

use std::io::ErrorKind;
use std::path::Path;

use language::tr;
use serde::Serialize;
use serde_json::Value;

use super::checked::Difference;
use crate::files::read_regular;
use crate::seal::{is_sealed, sealed};

/// What was found of a record.
pub enum Found {
    /// It is that of the kept trials.
    Same,
    /// It is not.
    Differs(Difference),
    /// It could not be compared, and why.
    NotCompared(String),
}

/// Compares the record in the file with `record`, that of the kept trials, or `None` if some of its trials are
/// not kept.
pub fn compare<R: Serialize>(path: &Path, record: Option<&R>) -> Found {
    let differs = |what: &str| {
        Found::Differs(Difference {
            file: path.to_owned(),
            trial: String::new(),
            what: what.into(),
        })
    };
    let there = match read_regular(path) {
        Ok(there) => there,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            return Found::NotCompared(tr!("there is none").into());
        }
        Err(cause) => return differs(&tr!("it cannot be read: {cause}", cause)),
    };
    let (true, Ok(found)) = (is_sealed(&there), serde_json::from_slice::<Value>(&there)) else {
        return differs(tr!("it is not a record as this program writes it: cut off or edited"));
    };
    let Some(record) = record else {
        return Found::NotCompared(tr!("some of its trials are not kept").into());
    };
    let Ok(content) = serde_json::to_string(record) else {
        return differs(tr!("the trials in the folder form no record"));
    };
    if there == sealed(content.clone()).as_bytes() {
        return Found::Same;
    }
    let ours: Value = serde_json::from_str(&content).unwrap_or_default();
    match ["settings", "provenance"].iter().find(|part| found[**part] != ours[**part]) {
        Some(&"settings") => {
            Found::NotCompared(tr!("it has other settings than this command").into())
        }
        Some(_) => Found::NotCompared(tr!("it has other provenance than this command").into()),
        None => differs(tr!("it is not the record of the trials in the folder")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_is_the_same_or_says_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        let record = json!({"settings": {"x": 1}, "provenance": "here", "arms": [1.5]});
        let say = |content: Option<&str>, record: Option<&Value>| {
            match content {
                Some(content) => std::fs::write(&path, content).unwrap(),
                None => drop(std::fs::remove_file(&path)),
            }
            match compare(&path, record) {
                Found::Same => "same".into(),
                Found::Differs(difference) => format!("differs: {}", difference.what),
                Found::NotCompared(why) => format!("not compared: {why}"),
            }
        };
        let written = |value: Value| sealed(value.to_string());
        let whole = written(record.clone());
        assert_eq!(say(Some(&whole), Some(&record)), "same");
        assert_eq!(say(None, Some(&record)), "not compared: there is none");
        assert!(say(Some("x"), Some(&record)).contains("cut off or edited"));
        assert!(
            say(Some(&whole.replace("1.5", "2.5")), Some(&record)).contains("cut off or edited")
        );
        assert!(say(Some(&whole), None).contains("some of its trials are not kept"));
        let other = |part: &str, value: Value| {
            let mut other = record.clone();
            other[part] = value;
            say(Some(&written(other)), Some(&record))
        };
        assert!(other("arms", json!([2.5])).starts_with("differs: it is not the record"));
        assert!(
            other("provenance", json!("there")).contains("not compared: it has other provenance")
        );
        assert!(other("settings", json!({"x": 2})).contains("not compared: it has other settings"));
    }
}
