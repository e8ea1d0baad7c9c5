//! Trials with a valid checksum and another form than their experiment measures: lists that are empty, shorter or
//! longer, and shares above 1. Every experiment must find them, say so, and run the trials again.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::forgery::{forge, trials};
use crate::tools::{run, stderr, succeed, write_data};

/// Flags with which each experiment is done in no time on the small data set, and nothing diverges.
const FAST: [&str; 22] = [
    "gradient_descent --steps=3 --more-steps=3 --valley-steps=3",
    "backpropagation --hidden=2",
    "mini_batches --images=40 --hidden=2 --passes=2 --batch-sizes=10 --ordered=10 \
     --learning-rates=0.1,0.1,0.1",
    "optimizer_paths --steps=3 --range-of-rates=0.1,0.2 --range-of-momenta=0,0.5",
    "condition_number --condition-numbers=1,2 --rates=3 --starts=1 --limit=10 --momenta=0.5,0.9",
    "optimizer_comparison --iterations=3 --hidden=3 --batch-size=10",
    "learning_rate_decay --iterations=3 --hidden=2 --images=40 --batch-sizes=5 \
     --learning-rates=0.2,0.2,0.2,0.2,0.2,0.2,0.2",
    "zero_init --iterations=2 --hidden=3,3 --batch-size=10",
    "activation_histograms --inputs=10 --neurons=4",
    "weight_init_comparison --iterations=3 --hidden=3,3 --batch-size=10",
    "overfitting --iterations=3 --widths=2,3 --width=3 --depths=1 --batch-size=10 --images=40 \
     --numbers-of-images=20",
    "weight_decay --epochs=2 --our-iterations=2 --hidden=3,3 --our-hidden=3 --images=20 \
     --our-images=20 --batch-size=10",
    "dropout --epochs=2 --our-iterations=2 --hidden=3,3 --our-hidden=3 --images=20 \
     --our-images=20 --batch-size=10",
    "large_weights --iterations=2 --hidden=3 --networks=2 --images=20 --batch-size=5",
    "hyperparameter_effects --epochs=1 --units=3 --compare-units=2,3 --compare-batch-sizes=5 \
     --batch-size=5 --depth=1 --training-images=20 --validation-images=10",
    "hyperparameter_search --epochs=2 --trials=3 --width=3 --depth=1 --images=40 \
     --evaluate-every=1 --batch-size=5",
    "test_set_leak --networks=100 --iterations=1 --width=2 --batch-size=2 --images=10 --judges=5 \
     --sets=2 --fresh=10",
    "batch_norm --epochs=2 --scales=2 --hidden=3,3 --images=40 --batch-size=10",
    "two_layer_net --iterations=5 --hidden=2 --batch-size=20 --evaluate-every=1",
    "learning_rates --iterations=2 --hidden=2 --learning-rates=0.1 --validation-images=10",
    "dropout_paper --epochs=2 --standard=2 --hidden=3 --batch-size=10",
    "search_strategies --budget=30 --epochs=1 --training-images=20 --validation-images=10",
];

/// Fields that are shares wherever they are numbers.
const SHARES: [&str; 7] = [
    "choosing",
    "judging",
    "test_accuracy",
    "validation_accuracy",
    "fresh",
    "at_the_ends",
    "training_error",
];

/// A change of what a trial measured.
struct Change {
    /// The JSON pointers of the lists or numbers that it changes.
    at: Vec<String>,
    how: How,
}

#[derive(Clone, Copy)]
enum How {
    Empty,
    Shorter,
    Longer,
    Above1,
}

impl Change {
    /// Each list by itself, and all lists of an object together. Of lists with the same name in the same place
    /// of several elements, the last one stands for all.
    fn all(measured: &Value) -> Vec<Self> {
        let mut found = Vec::new();
        find(measured, "", "", &mut found);
        let mut changes = Vec::new();
        for (i, (name, at, how)) in found.iter().enumerate() {
            let is_last = found[i + 1..].iter().all(|(other, ..)| other != name);
            match how {
                _ if !is_last => {}
                How::Above1 => changes.push(Self { at: at.clone(), how: *how }),
                _ => changes.extend(
                    [How::Empty, How::Shorter, How::Longer].map(|how| Self { at: at.clone(), how }),
                ),
            }
        }
        changes
    }

    /// Makes the change; whether it changes anything.
    fn make(&self, measured: &mut Value) -> bool {
        let before = measured.clone();
        for at in &self.at {
            match (measured.pointer_mut(at).expect("it was found there"), self.how) {
                (Value::Array(list), How::Empty) => list.clear(),
                (Value::Array(list), How::Shorter) => drop(list.pop()),
                (Value::Array(list), _) => list.push(list.last().cloned().unwrap_or(0.into())),
                (number, _) => *number = 1.5.into(),
            }
        }
        *measured != before
    }
}

/// The lists and shares in the value: what stands for their name, and where they are.
fn find(value: &Value, name: &str, at: &str, found: &mut Vec<(String, Vec<String>, How)>) {
    match value {
        Value::Array(list) => {
            found.push((name.into(), vec![at.into()], How::Empty));
            for (i, element) in list.iter().enumerate() {
                find(element, &format!("{name}[]"), &format!("{at}/{i}"), found);
            }
        }
        Value::Object(fields) => {
            let lists = fields.iter().filter(|(_, field)| field.is_array());
            let lists: Vec<String> = lists.map(|(field, _)| format!("{at}/{field}")).collect();
            if lists.len() > 1 {
                found.push((format!("all of {name}"), lists, How::Empty));
            }
            for (field, value) in fields {
                let at = format!("{at}/{field}");
                if value.is_number() && SHARES.contains(&field.as_str()) {
                    found.push((format!("{name}.{field}"), vec![at.clone()], How::Above1));
                }
                find(value, &format!("{name}.{field}"), &at, found);
            }
        }
        _ => {}
    }
}

fn measured(file: &[u8]) -> Value {
    serde_json::from_slice::<Value>(file).expect("it is JSON")["measured"].clone()
}

/// Forges what every file can be forged to in this round, and returns the files that were.
fn forge_all(kept: &[(PathBuf, Vec<u8>)], round: usize) -> Vec<&Path> {
    let mut forged = Vec::new();
    for (file, content) in kept {
        let mut other = measured(content);
        let change = Change::all(&other).into_iter().nth(round);
        if change.is_some_and(|change| change.make(&mut other)) {
            forge(file, |content| content["measured"] = other.clone());
            forged.push(file.as_path());
        }
    }
    forged
}

fn name_of(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8")
}

#[test]
fn a_trial_of_another_form_is_set_aside_and_run_again_in_every_experiment() {
    let registered = experiments::EXPERIMENTS.iter().chain(experiments::LONGER.iter());
    let mut reads_data: Vec<_> = registered.map(|entry| (entry.name, entry.needs_data)).collect();
    reads_data.push(("search_strategies", true));
    for (name, needs_data) in reads_data {
        let flags = FAST.iter().find(|flags| flags.split(' ').next() == Some(name));
        let flags = flags.unwrap_or_else(|| panic!("no flags for {name}")).split(' ').skip(1);
        let data = needs_data.then_some("--data=.");
        let common = ["--seeds=2", "--jobs=2", "--quiet"].into_iter().chain(data);
        let flags: Vec<&str> = [name].into_iter().chain(flags).chain(common).collect();
        let folder = tempfile::tempdir().unwrap();
        write_data(folder.path());

        succeed("experiments", folder.path(), &flags);
        let record = folder.path().join("results").join(name).join("record.json");
        let whole = fs::read(&record).unwrap();
        let content = |file: PathBuf| (file.clone(), fs::read(file).unwrap());
        let kept: Vec<_> = trials(folder.path(), name).into_iter().map(content).collect();
        // What was just measured is taken.
        let again = succeed("experiments", folder.path(), &flags);
        assert!(!stderr(&again).contains("is kept as"), "{name}: {}", stderr(&again));

        let rounds = kept.iter().map(|(_, content)| Change::all(&measured(content)).len()).max();
        assert!(rounds > Some(0), "{name} has nothing to change");
        for round in 0..rounds.unwrap_or(0) {
            let forged = forge_all(&kept, round);
            if round == 0 {
                is_verified(folder.path(), &flags, &forged);
            }
            let output = run("experiments", folder.path(), &flags);
            let said = stderr(&output);
            let what = format!("{name}, round {round}, {forged:?}: {said}");
            assert_eq!(output.status.code(), Some(0), "{what}");
            assert!(!said.contains("panicked"), "{what}");
            assert_eq!(said.matches("so its trial is run again").count(), forged.len(), "{what}");
            for file in forged {
                assert!(said.contains(name_of(file)), "{what}");
            }
            assert!(fs::read(&record).unwrap() == whole, "{what}");
            for (file, content) in &kept {
                assert!(fs::read(file).unwrap() == *content, "{what}");
            }
        }
        println!("{name}: {} trials, {rounds:?} changes", kept.len());
    }
}

/// `--verify` names each of the forged files, and changes nothing.
fn is_verified(folder: &Path, flags: &[&str], forged: &[&Path]) {
    let before: Vec<_> = forged.iter().map(|file| fs::read(file).unwrap()).collect();
    let verify = ["--verify=100%", "--format=json"];
    let output = run("experiments", folder, &[flags, &verify].concat());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{flags:?}: {said}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("one document");
    let differing = found["differing"].as_array().expect("a list");
    for file in forged {
        let names_it = |found: &&Value| found["file"].as_str().unwrap().ends_with(name_of(file));
        let named = differing.iter().find(names_it);
        let what = named.unwrap_or_else(|| panic!("{flags:?}: {file:?}"))["what"].to_string();
        assert!(what.contains("lists of other lengths") || what.contains("cut off or edited"));
    }
    assert_eq!(differing.len(), forged.len(), "{flags:?}: {found}");
    let after: Vec<_> = forged.iter().map(|file| fs::read(file).unwrap()).collect();
    assert!(before == after, "{flags:?}");
}
