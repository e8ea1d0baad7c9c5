//! Files with a valid checksum that this program did not write: `--verify` finds other numbers, and a file of
//! another form stops no command.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::tools::{SMALL, run, stderr, succeed};

/// Changes what a trial or record holds, and seals it again.
pub fn forge(file: &Path, change: impl Fn(&mut Value)) {
    let mut content: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    content.as_object_mut().unwrap().remove("checksum");
    change(&mut content);
    let text = content.to_string();
    let body = text.strip_suffix('}').unwrap();
    let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(file, format!("{body},\"checksum\":\"{hash}\"}}\n")).unwrap();
}

/// The files of the trials that an experiment keeps under `results` in the folder.
pub fn trials(folder: &Path, name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("results").join(name).join("trials")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

/// Every file under the folder with its bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => all.extend(everything(&path)),
            path => all.push((path.clone(), fs::read(path).unwrap())),
        }
    }
    all.sort();
    all
}

fn verified(folder: &Path, name: &str, flags: &[&str]) -> (Option<i32>, Value, String) {
    let output = run(name, folder, &[flags, &["--format", "json"]].concat());
    let said = stderr(&output);
    let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    (output.status.code(), document, said)
}

#[test]
fn with_nothing_kept_only_an_error_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let output = run("optimizer_paths", folder.path(), &["--verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert!(stderr(&output).contains("no trial of this program"), "{}", stderr(&output));
}

#[test]
fn a_forged_trial_is_found_and_named_and_nothing_is_changed() {
    let name = "optimizer_comparison";
    let folder = tempfile::tempdir().unwrap();
    succeed(name, folder.path(), &SMALL);
    let before = everything(folder.path());
    let all = [&SMALL[..], &["--verify", "100%"]].concat();
    let (code, found, said) = verified(folder.path(), name, &all);
    assert_eq!(
        (code, &found["kept"], &found["compared"]),
        (Some(0), &8.into(), &8.into()),
        "{said}"
    );
    assert_eq!(found["differing"], serde_json::json!([]));
    assert!(found["seconds"].as_f64().unwrap() > 0.0);
    // An eighth is one trial, chosen by the seed that is printed.
    fn few(seed: &str) -> Vec<&str> {
        [&SMALL[..], &["--verify", "1", "--verify-seed", seed]].concat()
    }
    let (_, found, _) = verified(folder.path(), name, &few("7"));
    assert_eq!((&found["compared"], &found["verify_seed"]), (&1.into(), &7.into()));
    assert!(everything(folder.path()) == before, "nothing is written");

    let file = &trials(folder.path(), name)[3];
    forge(file, |content| content["measured"]["losses"][2] = 1e-3.into());
    let (code, found, said) = verified(folder.path(), name, &all);
    assert_eq!(code, Some(1), "{said}");
    let differing = found["differing"].as_array().unwrap();
    assert_eq!(
        differing.len(),
        2,
        "the trial, and the record, which is not that of the trials: {found}"
    );
    let forged = differing.iter().find(|found| found["trial"] != "").unwrap();
    assert!(
        forged["file"].as_str().unwrap().ends_with(file.file_name().unwrap().to_str().unwrap())
    );
    assert!(forged["what"].as_str().unwrap().starts_with("losses[2] is 0.001, and "), "{forged}");
    assert!(said.contains("not what this program computes"), "{said}");
    // As often as one trial of eight should be found when one is chosen.
    let seeds: Vec<String> = (0..16).map(|seed| seed.to_string()).collect();
    let is_found = |seed: &&String| {
        let found = verified(folder.path(), name, &few(seed)).1;
        found["differing"].as_array().unwrap().iter().any(|found| found["trial"] != "")
    };
    let finds = seeds.iter().filter(is_found).count();
    assert!((1..=6).contains(&finds), "{finds} of 16");
}

/// The record alone can be forged too.
#[test]
fn a_forged_record_is_found() {
    let folder = tempfile::tempdir().unwrap();
    succeed("optimizer_paths", folder.path(), &[]);
    let record = folder.path().join("results/optimizer_paths/record.json");
    forge(&record, |content| content["arms"][0]["trials"][0]["path"][3][0] = 0.5.into());
    let (code, found, _) = verified(folder.path(), "optimizer_paths", &["--verify", "1"]);
    assert_eq!(code, Some(1));
    assert!(found["differing"][0]["what"].as_str().unwrap().contains("not the record"), "{found}");
}

/// Trials of another CPU or another code may have other bits: they are counted, and never called forged.
#[test]
fn trials_of_another_machine_are_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    succeed("optimizer_paths", folder.path(), &[]);
    for (file, (part, value)) in trials(folder.path(), "optimizer_paths").into_iter().zip([
        ("instructions", "another set"),
        ("code", "another"),
        ("burn", "0.21.0"),
    ]) {
        forge(&file, |content| content["key"][part] = value.into());
        fs::rename(&file, file.with_file_name(format!("of-another-{part}.json"))).unwrap();
    }
    let (code, found, said) = verified(folder.path(), "optimizer_paths", &["--verify", "100%"]);
    assert_eq!((code, &found["differing"]), (Some(0), &serde_json::json!([])), "{said}");
    let others = found["others"].as_object().unwrap();
    assert!(others.keys().any(|why| why.starts_with("computed with another set")), "{found}");
    assert_eq!(others["of another version of the code"], 1);
    assert_eq!(others["computed by Burn 0.21.0"], 1);

    let empty = run("lecture", folder.path(), &["--only", "O6", "--verify", "--out", "nothing"]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(stderr(&empty).contains("is kept in nothing; run the same command without --verify"));
    assert!(!folder.path().join("nothing").exists());
}

#[test]
fn the_lecture_chooses_among_the_trials_of_all_experiments() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--only", "O2,G1"];
    succeed("lecture", folder.path(), &flags);
    let of =
        |extent| verified(folder.path(), "lecture", &[&flags[..], &["--verify", extent]].concat());
    let (code, found, said) = of("2");
    assert_eq!((code, &found["compared"]), (Some(0), &2.into()), "{said}");
    assert!(found["kept"].as_u64().unwrap() > 3, "{found}");
    for (flag, value) in [("--verify", "0"), ("--verify", "101%"), ("--verify", "x")] {
        let output = run("lecture", folder.path(), &[flag, value]);
        assert_eq!(output.status.code(), Some(2), "{value}");
    }
}

/// Every list in the value, emptied, cut to one element, or with another after it.
fn deform(value: &mut Value, how: &str) {
    match value {
        Value::Array(list) => {
            list.iter_mut().for_each(|element| deform(element, how));
            match how {
                "empty" => list.clear(),
                "short" => list.truncate(1),
                "long" => list.extend(list.last().cloned()),
                "null" => list.iter_mut().filter(|e| e.is_number()).for_each(|e| *e = Value::Null),
                "NaN" => list.iter_mut().filter(|e| e.is_number()).for_each(|e| *e = "NaN".into()),
                _ => unreachable!(),
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| deform(field, how)),
        _ => {}
    }
}

/// Whatever a sealed trial holds, the command ends as it should and does not panic.
#[test]
fn a_sealed_trial_of_another_form_stops_no_command() {
    let small: [(&str, &[&str]); 5] = [
        ("optimizer_comparison", &SMALL),
        ("optimizer_paths", &[]),
        ("gradient_descent", &[]),
        ("two_layer_net", &["--iterations", "5", "--hidden", "9", "--seeds", "2"]),
        ("activation_histograms", &["--inputs", "50", "--neurons", "20", "--seeds", "2"]),
    ];
    for (name, flags) in small {
        let folder = tempfile::tempdir().unwrap();
        succeed(name, folder.path(), flags);
        let record = folder.path().join("results").join(name).join("record.json");
        let whole = fs::read(&record).unwrap();
        let kept: Vec<_> = trials(folder.path(), name)
            .into_iter()
            .map(|file| (file.clone(), fs::read(file).unwrap()))
            .collect();
        for how in ["empty", "short", "long", "null", "NaN"] {
            for (file, _) in &kept {
                forge(file, |content| deform(&mut content["measured"], how));
            }
            let output = run(name, folder.path(), flags);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(0), "{name}, {how}: {said}");
            assert!(!said.contains("panicked"), "{name}, {how}: {said}");
            // Other numbers that a figure can be made of are taken: only --verify tells.
            let aside = said.matches("is kept as").count();
            assert!(aside == kept.len() || how == "NaN", "{name}, {how}: {said}");
            if aside == kept.len() {
                assert!(fs::read(&record).unwrap() == whole, "{name}, {how}: all were run again");
            }
            println!("{name}, {how}: {}", said.lines().next().unwrap_or("taken"));
            for (file, content) in &kept {
                fs::write(file, content).unwrap();
            }
        }
    }
}
