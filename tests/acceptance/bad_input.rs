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
    ("--optimizers", "Adma", "did you mean Adam?"),
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
fn a_value_that_is_given_twice_is_refused_with_its_flag() {
    let folder = tempfile::tempdir().unwrap();
    for (name, flag, values, twin) in [
        ("condition_number", "--condition-numbers", "1,20,20", "20"),
        ("condition_number", "--momenta", "0.5,0.9,0.50", "0.5"),
        ("large_weights", "--norms", "1,2,1", "1"),
        ("large_weights", "--scales", "3,3", "3"),
        ("large_weights", "--learning-rates", "0.1,1e-1", "0.1"),
        ("large_weights", "--weight-decays", "0.1,0.1", "0.1"),
        ("overfitting", "--widths", "5,5", "5"),
        ("activation_histograms", "--factors", "2,2", "2"),
        ("weight_decay", "--range", "0.1,0.1", "0.1"),
    ] {
        let said = fail("experiments", folder.path(), &[name, flag, values], 2);
        assert!(said.contains(&format!("{flag}: {twin} is given twice")), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

#[test]
fn a_flag_that_nobody_reads_and_a_seed_without_successors_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let address = ["--remote-address", "ws://gpu:3000"];
    for name in ["optimizer_paths", "lecture", "across_data_sets", "train", "predict"] {
        let more: &[&str] = match name {
            "across_data_sets" => &["--data", "."],
            "train" => &["--save", "x.bpk"],
            "predict" => &["--model", "x.bpk", "--wrong"],
            _ => &[],
        };
        let flags = [&[name], more, &address[..]].concat();
        let said = fail("experiments", folder.path(), &flags, 2);
        assert!(said.contains("--remote-address ws://gpu:3000") && said.contains("flex"), "{said}");
    }
    let largest = u64::MAX.to_string();
    let said = fail("optimizer_paths", folder.path(), &["--seed", &largest, "--seeds", "2"], 2);
    assert!(said.contains("--seed") && said.contains("18446744073709541615"), "{said}");
    let said = fail("across_data_sets", folder.path(), &["--data", "x="], 2);
    assert!(said.contains("--data x=: the path after `=` is missing"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

#[test]
fn a_number_of_300_digits_is_shortened_in_errors_and_names() {
    let folder = tempfile::tempdir().unwrap();
    let digits = "7".repeat(300);
    for flags in [
        ["optimizer_paths", &format!("--steps={digits}")],
        ["batch_norm", &format!("--smallest-scale={digits}")],
        ["hyperparameter_search", &format!("--learning-rate=-{digits}")],
        ["optimizer_comparison", &format!("--learning-rates=SGD=-{digits}")],
    ] {
        let said = fail("experiments", folder.path(), &flags, 2);
        let flag = flags[1].split('=').next().unwrap();
        assert!(said.contains(flag) && said.contains("777") && said.len() < 500, "{said}");
    }
    let tiny =
        ["--norms=1e-300,2e-300", "--images=20", "--hidden=2", "--iterations=1", "--networks=2"];
    succeed(
        "experiments",
        folder.path(),
        &[&["large_weights", "--seeds=1", "--quiet"], &tiny[..]].concat(),
    );
    let record = crate::tools::record("large_weights", folder.path());
    let names: Vec<_> = record["arms"].as_array().unwrap().iter().map(|arm| &arm["name"]).collect();
    assert!(names.contains(&&serde_json::json!("held at 1e-300")), "{names:?}");
    for file in fs::read_dir(folder.path().join("results/large_weights/trials")).unwrap() {
        assert!(file.unwrap().file_name().len() < 60);
    }
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
        ("backpropagation", "--images", "50"),
        ("test_set_leak", "--images", "10050"),
        ("hyperparameter_effects", "--training-images", "2050"),
        ("search_strategies", "--training-images", "150"),
        ("batch_norm", "--images", "50"),
        ("hyperparameter_search", "--images", "50"),
    ] {
        let flags = [name, "--data", "data", flag, "50"];
        let said = fail("experiments", folder.path(), &flags, 2);
        assert!(said.contains(&format!("for {needed} training images")), "{name}: {said}");
        assert!(said.contains("the data set data has 40"), "{name}: {said}");
        let trials = folder.path().join("results").join(name).join("trials");
        assert!(!trials.exists(), "{name}");
    }
}

/// Each flag has a cap of its own.
#[test]
fn a_number_that_no_machine_can_bear_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, flag, most) in [
        ("zero_init", "--seeds", "10000"),
        ("zero_init", "--jobs", "256"),
        ("zero_init", "--iterations", "10000000"),
        ("backpropagation", "--hidden", "10000"),
        ("batch_norm", "--scales", "1000"),
        ("condition_number", "--rates", "1000"),
        ("hyperparameter_search", "--trials", "10000"),
        ("overfitting", "--depth", "1000"),
        ("overfitting", "--depths", "1000"),
        ("overfitting", "--numbers-of-images", "10000000"),
        ("search_strategies", "--budget", "10000"),
        ("test_set_leak", "--networks", "10000"),
        ("train", "--batch-size", "100000"),
        ("lecture", "--seeds", "10000"),
        ("across_data_sets", "--jobs", "256"),
        ("backend_agreement", "--verdict-seeds", "10000"),
    ] {
        let said = fail("experiments", folder.path(), &[name, &format!("{flag}=1000000000")], 2);
        let allowed = format!("to {most}");
        assert!(said.contains(flag) && said.contains(&allowed), "{name} {flag}: {said}");
    }
    let layers = vec!["1"; 1001].join(",");
    let train = ["train", "--save=x.bpk", "--hidden", &layers];
    for flags in [&["zero_init", "--hidden", &layers][..], &train] {
        let said = fail("experiments", folder.path(), flags, 2);
        assert!(said.contains("--hidden has 1001 values: allowed: a list of up to 1000"), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no work was started");
}

/// Sizes within the caps that do not fit together: how much memory they take, and what would fit.
#[cfg(target_os = "linux")]
#[test]
fn what_does_not_fit_into_memory_is_refused_before_the_first_trial() {
    let folder = tempfile::tempdir().unwrap();
    // Under a limit of 4 GB on the address space.
    let refused = |flags: &[&str]| {
        let mut limited = crate::tools::command("sh");
        limited.args([
            "-c",
            "ulimit -v 4000000; exec \"$0\" \"$@\"",
            crate::tools::binary("experiments"),
        ]);
        let output = limited.current_dir(folder.path()).args(flags).output().unwrap();
        let said = crate::tools::stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {said}");
        assert!(said.contains("these settings take about ") && said.contains("are free"), "{said}");
        said
    };
    let said = refused(&["optimizer_comparison", "--hidden=10000", "--batch-size=100000"]);
    assert!(said.contains("--batch-size ") && said.contains("neurons per layer"), "{said}");
    let said =
        refused(&["optimizer_comparison", "--hidden=2000,2000", "--batch-size=1", "--jobs=32"]);
    assert!(said.contains("with 32 trials in parallel") && said.contains(": --jobs "), "{said}");
    let said = refused(&["two_layer_net", "--iterations=10000000", "--seeds=10"]);
    assert!(said.contains(": --seeds ") && said.contains("--iterations "), "{said}");
    refused(&["overfitting", "--width=10000", "--depth=1000"]);
    refused(&["activation_histograms", "--inputs=100000", "--neurons=1000"]);
    refused(&["train", "--save=x.bpk", "--hidden=10000,10000,10000,10000"]);
    let trials = |name: &str| folder.path().join("results").join(name).join("trials");
    assert!(!trials("optimizer_comparison").exists(), "no work was started");
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
