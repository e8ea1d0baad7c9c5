//! Bad input gives an error that says what is wrong, where, and what to do, and a nonzero exit code.

use std::fs;
use std::path::Path;

use datasets::idx;

use crate::tools::{fail, succeed, write_data};

/// A flag, a value that it rejects, and what the error must contain.
const BAD_FLAGS: [(&str, &str, &str); 9] = [
    ("--iterations", "0", "whole number from 1"),
    ("--batch-size", "ten", "whole number from 1"),
    ("--hidden", "100,,5", "whole number from 1"),
    ("--weight-decay", "-1", "0 or above"),
    ("--optimizers", "Adma", "SGD, Momentum"),
    ("--learning-rates", "SGD=-1", "above 0"),
    ("--seeds", "0", "whole number from 1"),
    ("--jobs", "none", "whole number from 1"),
    ("--backend", "tensorflow", "flex"),
];

#[test]
fn a_bad_value_is_refused_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    for (flag, value, allowed) in BAD_FLAGS {
        let said = fail("optimizer_comparison", folder.path(), &[&format!("{flag}={value}")], 2);
        assert!(said.contains(flag) && said.contains(allowed), "{flag} {value}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
    fail("optimizer_comparison", folder.path(), &["--no-such-flag"], 2);
}

#[test]
fn an_optimizer_that_comes_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["optimizer_comparison", "optimizer_paths"] {
        let said = fail(name, folder.path(), &["--optimizers", "SGD,Adam,adam"], 2);
        assert!(said.contains("`Adam`") && said.contains("give each once"), "{said}");
    }
    let said = fail("backpropagation", folder.path(), &["--hidden", "5,50,5"], 2);
    assert!(said.contains("`5 hidden neurons`"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

#[test]
fn an_experiment_without_data_takes_none() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("optimizer_paths", folder.path(), &["--data", "nowhere"], 2);
    assert!(said.contains("--data nowhere") && said.contains("reads no data set"), "{said}");
    let said = fail("optimizer_paths", folder.path(), &["--transpose"], 2);
    assert!(said.contains("--transpose") && said.contains("reads no data set"), "{said}");
    let help = |name: &str| succeed(name, folder.path(), &["--help"]).stdout;
    let offers = |name| String::from_utf8_lossy(&help(name)).contains("--data");
    assert_eq!((offers("optimizer_paths"), offers("optimizer_comparison")), (false, true));
}

#[test]
fn a_backend_that_is_not_compiled_in_names_its_feature() {
    let folder = tempfile::tempdir().unwrap();
    let said = fail("optimizer_paths", folder.path(), &["--backend", "cuda"], 2);
    assert!(said.contains("--features cuda"), "{said}");
}

#[test]
fn help_names_settings_defaults_and_statements() {
    let folder = tempfile::tempdir().unwrap();
    let output = succeed("optimizer_comparison", folder.path(), &["--help"]);
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    for expected in [
        "--iterations",
        "[default: 2000]",
        "(O6)",
        "--backend",
        "--learning-rates",
        "Adam=0.001",
        "[default: SGD,Momentum,AdaGrad,Adam]",
    ] {
        assert!(help.contains(expected), "{expected} is not in\n{help}");
    }
}

const ON_DATA: [&str; 8] = ["--data", "data", "--iterations", "5", "--seeds", "1", "--hidden", "8"];

#[test]
fn another_data_set_is_read_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    write_data(&data);
    succeed("optimizer_comparison", folder.path(), &ON_DATA);
    let record = crate::tools::record("optimizer_comparison", folder.path());
    assert_eq!(record["provenance"]["data"]["name"], "data");
}

#[test]
fn a_faulty_file_is_named_with_what_is_wrong() {
    type Fault = (&'static str, fn(&Path), &'static [&'static str]);
    let faults: [Fault; 7] = [
        (
            "missing",
            |f| fs::remove_file(f.join("t10k-labels-idx1-ubyte")).unwrap(),
            &[
                "no file t10k-labels-idx1-ubyte",
                "add it",
                "it holds t10k-images-idx3-ubyte",
                "own_data.md",
            ],
        ),
        ("cut", |f| cut(f, 100), &["train-images-idx3-ubyte", "656 bytes", "has 100"]),
        ("too long", |f| lengthen(f), &["train-images-idx3-ubyte", "has more"]),
        (
            "foreign",
            |f| fs::write(f.join("train-images-idx3-ubyte"), "<html>").unwrap(),
            &["expected an IDX file", "web page"],
        ),
        ("swapped", |f| swap(f), &["labels, not images"]),
        ("mismatched", |f| labels(f, &[0; 39]), &["40 images", "39 labels"]),
        (
            "one wrong label",
            |f| {
                labels(
                    f,
                    &std::array::from_fn::<u8, 40, _>(|i| if i == 5 { 77 } else { i as u8 % 3 }),
                )
            },
            &["train-labels-idx1-ubyte", "index 5 is 77", "3 to 76"],
        ),
    ];
    for (name, spoil, expected) in faults {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        write_data(&data);
        spoil(&data);
        let said = fail("optimizer_comparison", folder.path(), &ON_DATA, 1);
        for part in expected {
            assert!(said.contains(part), "{name}: {part} is not in: {said}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let said = fail("optimizer_comparison", folder.path(), &["--data", "nowhere"], 1);
    assert!(said.contains("nowhere") && said.contains("train-images-idx3-ubyte"), "{said}");
}

/// An experiment says how many training images its settings need, before its first trial.
#[test]
fn a_data_set_with_too_few_images_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    write_data(&data);
    for (name, flag, needed) in [
        ("overfitting", "--images", "10000"),
        ("weight_decay", "--our-images", "300"),
        ("dropout", "--our-images", "300"),
        ("large_weights", "--images", "50"),
        ("mini_batches", "--images", "50"),
        ("learning_rate_decay", "--images", "50"),
        ("learning_rates", "--validation-images", "51"),
        ("batch_norm", "--images", "50"),
        ("hyperparameter_search", "--images", "50"),
    ] {
        let flags = [name, "--data", "data", flag, "50"];
        let said = fail("experiments", folder.path(), &flags, 1);
        assert!(said.contains(&format!("need {needed} training images")), "{name}: {said}");
        assert!(said.contains("has 40"), "{name}: {said}");
        let trials = folder.path().join("results").join(name).join("trials");
        assert!(!trials.exists(), "{name}");
    }
}

fn cut(folder: &Path, length: usize) {
    let file = folder.join("train-images-idx3-ubyte");
    let bytes = fs::read(&file).unwrap();
    fs::write(file, &bytes[..length]).unwrap();
}

fn lengthen(folder: &Path) {
    let file = folder.join("train-images-idx3-ubyte");
    let mut bytes = fs::read(&file).unwrap();
    bytes.push(0);
    fs::write(file, bytes).unwrap();
}

fn swap(folder: &Path) {
    fs::copy(folder.join("train-labels-idx1-ubyte"), folder.join("train-images-idx3-ubyte"))
        .unwrap();
}

fn labels(folder: &Path, labels: &[u8]) {
    let mut bytes = Vec::new();
    idx::write_labels(&mut bytes, labels).unwrap();
    fs::write(folder.join("train-labels-idx1-ubyte"), bytes).unwrap();
}
