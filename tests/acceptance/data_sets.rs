//! The comparison of data sets, on tiny data and cheap experiments.

use std::fs;

use crate::tools::{fail, record, succeed, write_data};

/// An experiment that takes a second, and can be run on a handful of images.
const CHEAP: [&str; 4] = ["--only", "backpropagation", "--seeds", "1"];

#[test]
fn verdicts_on_two_data_sets_stand_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("tiny");
    fs::create_dir(&data).unwrap();
    write_data(&data);
    let flags = [&CHEAP[..], &["--data", "tiny"]].concat();
    let output = succeed("across_data_sets", folder.path(), &flags);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in ["MNIST, backpropagation", "tiny, backpropagation", "60000", "B1 ", "matrix.md"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }

    let results = folder.path().join("results/across_data_sets");
    let bytes = fs::read(results.join("record.json")).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(record["data"][1]["name"], "tiny");
    assert_eq!(
        (&record["data"][1]["training"], &record["data"][1]["test"]),
        (&40.into(), &20.into())
    );
    let statements = record["statements"].as_array().unwrap();
    assert_eq!(statements.len(), 3, "B1 to B3");
    assert!(
        statements.iter().all(|statement| statement["verdicts"].as_array().unwrap().len() == 2)
    );
    let markdown = fs::read_to_string(results.join("matrix.md")).unwrap();
    assert!(markdown.contains("| statement | MNIST | tiny |"), "{markdown}");

    // A second comparison reuses the trials, and with --format json there is one document.
    let again = [&flags[..], &["--format", "json", "--quiet"]].concat();
    let output = succeed("across_data_sets", folder.path(), &again);
    assert_eq!(fs::read(results.join("record.json")).unwrap(), bytes);
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["statements"], record["statements"]);

    // The report shows it.
    succeed("lecture", folder.path(), &["--only", "O4", "--seeds", "1", "--quiet"]);
    let page = fs::read_to_string(folder.path().join("results/index.html")).unwrap();
    assert!(page.contains("On other data sets") && page.contains("tiny"));
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(&page, options).expect("well-formed XML");
}

#[test]
fn what_cannot_be_compared_is_refused_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], i32, &[&str]); 5] = [
        (&[], 2, &["--data"]),
        (&["--data", "x/mnist"], 2, &["called mnist already", "NAME=x/mnist"]),
        (
            &["--data", "x", "--only", "optimizer_paths"],
            2,
            &["--only optimizer_paths", "zero_init"],
        ),
        (&["--data", "x", "--only", "Z9"], 2, &["allowed: the id of a statement", "G1–G4"]),
        (&["--data", "nowhere"], 1, &["nowhere", "train-images-idx3-ubyte"]),
    ];
    for (flags, code, expected) in cases {
        let said = fail("across_data_sets", folder.path(), flags, code);
        assert!(expected.iter().all(|part| said.contains(part)), "{flags:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

/// A run on letters as EMNIST has them: the notes are printed once and not with --quiet, titles and records
/// have the name of the data, and transposed images are another data set with trials of their own.
#[test]
fn odd_data_is_noted_and_transposed_data_is_another_data_set() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("EMNIST/raw");
    fs::create_dir_all(&raw).unwrap();
    write_data(&raw);
    for (set, as_emnist) in [("train", "train"), ("t10k", "test")] {
        for what in ["images-idx3-ubyte", "labels-idx1-ubyte"] {
            let to = raw.join(format!("emnist-letters-{as_emnist}-{what}"));
            fs::rename(raw.join(format!("{set}-{what}")), to).unwrap();
        }
    }
    let flags = ["--data", "EMNIST", "--iterations", "5", "--seeds", "1", "--hidden", "8"];
    let run =
        |more: &[&str]| succeed("optimizer_comparison", folder.path(), &[&flags, more].concat());
    let noted = |output: std::process::Output| {
        String::from_utf8_lossy(&output.stderr)
            .matches("note: emnist-letters: EMNIST stores")
            .count()
    };
    assert_eq!(noted(run(&[])), 1);
    let as_stored = record("optimizer_comparison", folder.path());
    assert_eq!(noted(run(&["--quiet"])), 0);
    assert_eq!(noted(run(&["--transpose"])), 0);
    let upright = record("optimizer_comparison", folder.path());
    let [as_stored, upright] = [&as_stored, &upright].map(|record| &record["provenance"]["data"]);
    assert_eq!(as_stored["name"], "emnist-letters");
    assert_eq!(upright["name"], "emnist-letters, transposed");
    assert_ne!(as_stored["fingerprint"], upright["fingerprint"]);
    let results = folder.path().join("results/optimizer_comparison");
    let trials = fs::read_dir(results.join("trials")).unwrap();
    let sgd = trials.flatten().filter(|t| t.file_name().to_string_lossy().starts_with("SGD-"));
    assert_eq!(sgd.count(), 2, "trials are kept for each of the two data sets");
    let figure = fs::read_to_string(results.join("optimizer_comparison.svg")).unwrap();
    assert!(figure.contains("How fast each optimizer learns emnist-letters, transposed"));
}
