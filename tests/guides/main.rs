//! The guides: their code matches the examples, and each example does what its guide says.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use extensions::initializers::Initializer;
use extensions::random::{Purpose, Stream};
use serde_json::Value;

#[allow(dead_code)]
#[path = "../../experiments/examples/own_initializer.rs"]
mod own_initializer;

// Its test runs with those of the guides.
#[allow(dead_code)]
#[path = "../../experiments/examples/own_experiment.rs"]
mod own_experiment;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

/// The examples that a guide explains.
const GUIDES: [&str; 6] = [
    "own_optimizer",
    "own_initializer",
    "own_network",
    "own_experiment",
    "own_data",
    "own_backend",
];

#[test]
fn the_code_in_each_guide_is_that_of_its_example() {
    for name in GUIDES {
        let guide = read(&format!("docs/guides/{name}.md"));
        let blocks = blocks_of_code(&guide, &format!("experiments/examples/{name}.rs"));
        assert!(guide.contains(&format!("--example {name}")), "{name}: no command");

        let is_code = |line: &&str| !line.is_empty() && !line.trim_start().starts_with("//");
        let explained = blocks.iter().flat_map(|block| block.lines()).filter(is_code).count();
        let row = format!("| {explained} |");
        let table = read("docs/guides/README.md");
        let of_this = table.lines().find(|line| line.contains(&format!("({name}.md)")));
        assert!(of_this.is_some_and(|line| line.contains(&row)), "{name}: {row} is so");
    }
}

#[test]
fn the_code_in_the_guide_to_the_learner_is_that_of_its_program() {
    let guide = read("docs/guides/learner.md");
    let program =
        ["main", "data", "onnx"].map(|file| read(&format!("docs/learner/src/{file}.rs"))).concat();
    let blocks = rust_blocks(&guide);
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(program.contains(block), "the guide has drifted from docs/learner:\n{block}");
    }
}

/// It uses nothing but Burn and the data, so that it can be copied into any program.
#[test]
fn plain_burn_is_short_and_learns_mnist() {
    let source = read("experiments/examples/plain_burn.rs");
    assert!(source.lines().count() <= 120);
    for line in source.lines().filter(|line| line.starts_with("use ")) {
        assert!(
            ["burn::", "datasets::", "std::"].iter().any(|of| line[4..].starts_with(of)),
            "{line}"
        );
    }
    let output = example("plain_burn", &root(), &["300"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        printed.lines().filter(|line| line.starts_with("iteration")).count(),
        3,
        "{printed}"
    );
    let accuracy = printed.trim_end().rsplit("test accuracy: ").next().expect("it is printed last");
    let accuracy: f64 = accuracy.trim_end_matches(" %").parse().expect("a number");
    // It is 94.7 % on flex.
    assert!(accuracy > 90.0, "{printed}");
}

#[test]
fn the_code_in_the_guide_to_an_operation_is_that_of_the_networks() {
    let guide = read("docs/guides/own_operation.md");
    assert_eq!(blocks_of_code(&guide, "crates/fast/src/layer/one_operation.rs").len(), 5);
}

/// A file of the workspace.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The Rust code blocks in `guide`. Each must occur unchanged in the file `source`.
fn blocks_of_code<'a>(guide: &'a str, source: &str) -> Vec<&'a str> {
    let text = read(source);
    let blocks = rust_blocks(guide);
    assert!(!blocks.is_empty(), "no code of {source} is shown");
    for block in &blocks {
        assert!(text.contains(*block), "a guide has drifted from {source}:\n{block}");
    }
    blocks
}

/// The blocks of Rust in `guide`.
fn rust_blocks(guide: &str) -> Vec<&str> {
    let blocks = guide.split("```rust\n").skip(1);
    blocks.map(|rest| rest.split("```").next().expect("a block ends")).collect()
}

/// Runs an example in `folder`. `cargo test` builds all examples together with the tests.
fn example(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test is a program");
    let built = tests.parent().and_then(Path::parent).expect("it lies in target").join("examples");
    let program = built.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{name} is not built: cargo build -p experiments --examples");
    let mut command = Command::new(program);
    // In English, whatever the locale of the person who runs the tests.
    let command = command.env("LC_ALL", "C").current_dir(folder).args(flags);
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {flags:?}: {said}");
    output
}

fn record(experiment: &str, folder: &Path) -> Value {
    let path = folder.join("results").join(experiment).join("record.json");
    serde_json::from_slice(&fs::read(path).expect("there is a record")).expect("it is JSON")
}

fn arms(record: &Value) -> Vec<&str> {
    let arms = record["arms"].as_array().expect("a list");
    arms.iter().filter_map(|arm| arm["name"].as_str()).collect()
}

/// The first trial of an arm.
fn trial<'a>(record: &'a Value, name: &str) -> &'a Value {
    let mut arms = record["arms"].as_array().expect("a list").iter();
    &arms.find(|arm| arm["name"] == name).expect("the arm is there")["trials"][0]
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().filter_map(Value::as_f64).collect()
}

/// The largest difference in any coordinate between a recorded path and one computed directly.
fn apart(path: &Value, mut by_hand: impl FnMut(&mut [f64; 2])) -> f64 {
    let mut w = [-7.0, 2.0];
    let mut largest = 0.0f64;
    for (step, point) in path.as_array().expect("a list").iter().enumerate() {
        if step > 0 {
            by_hand(&mut w);
        }
        let point = numbers(point);
        largest = (0..2).fold(largest, |largest, i| largest.max((point[i] - w[i]).abs()));
    }
    largest
}

/// The gradient of x²/20 + y².
fn gradient(w: [f64; 2]) -> [f64; 2] {
    [w[0] / 10.0, 2.0 * w[1]]
}

#[test]
fn lion_is_in_both_optimizer_figures() {
    let folder = tempfile::tempdir().unwrap();
    example("own_optimizer", folder.path(), &["optimizer_paths"]);
    let paths = record("optimizer_paths", folder.path());
    let mut mean = [0.0; 2];
    // Only over 12 steps: later, a gradient is 0 except for rounding, which then determines its sign.
    let path = &trial(&paths, "Lion")["path"].as_array().unwrap()[..13];
    let largest = apart(&path.into(), |w| {
        let g = gradient(*w);
        for i in 0..2 {
            let c: f64 = 0.9 * mean[i] + 0.1 * g[i];
            w[i] -= 0.3 * c.signum();
            mean[i] = 0.99 * mean[i] + 0.01 * g[i];
        }
    });
    assert!(largest < 1e-5, "{largest}");

    let small = ["optimizer_comparison", "--iterations", "20", "--hidden", "20", "--seeds", "1"];
    // The best rates are the book's, so that each optimizer has one arm.
    let best = ["--best-rates", "SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001"];
    example("own_optimizer", folder.path(), &[&small[..], &best].concat());
    let comparison = record("optimizer_comparison", folder.path());
    assert_eq!(arms(&comparison), ["SGD", "Momentum", "AdaGrad", "Adam", "Lion"]);
    let losses = numbers(&trial(&comparison, "Lion")["losses"]);
    assert!(losses.len() == 20 && losses[19] < losses[0], "{losses:?}");
}

#[test]
fn orthogonal_weights_are_perpendicular_and_in_the_figure() {
    for [rows, columns] in [[30, 20], [20, 30]] {
        let mut stream = Stream::new(0, Purpose::Weights);
        let w = own_initializer::Orthogonal.weights(&[rows, columns], &mut stream);
        // The perpendicular vectors are the columns or the rows, whichever are fewer.
        let entry = |vector: usize, i: usize| match rows > columns {
            true => f64::from(w[i * columns + vector]),
            false => f64::from(w[vector * columns + i]),
        };
        for a in 0..20 {
            for b in 0..=a {
                let product: f64 = (0..30).map(|i| entry(a, i) * entry(b, i)).sum();
                let expected = if a == b { 2.0 } else { 0.0 };
                assert!((product - expected).abs() < 1e-6, "{a} · {b} = {product}");
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let small = ["weight_init_comparison", "--iterations", "5", "--hidden", "9", "--seeds", "1"];
    example("own_initializer", folder.path(), &small);
    let record = record("weight_init_comparison", folder.path());
    assert_eq!(arms(&record), ["std 0.01", "Xavier", "He", "orthogonal"]);
}

/// A folder that contains the generated data set in `stripes`.
fn stripes() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = example("own_data", folder.path(), &["stripes"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "--data stripes");
    folder
}

#[test]
fn the_made_up_data_set_is_learned() {
    let folder = stripes();
    let flags = ["--data", "stripes", "--iterations", "100", "--hidden", "30", "--seeds", "1"];
    let output = Command::new(env!("CARGO_BIN_EXE_optimizer_comparison"))
        .env("LC_ALL", "C")
        .current_dir(folder.path())
        .args(flags)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let record = record("optimizer_comparison", folder.path());
    assert_eq!(record["provenance"]["data"]["name"], "stripes");
    // With three classes, guessing gives a third.
    let accuracy = trial(&record, "Momentum")["test_accuracy"].as_f64().unwrap();
    assert!(accuracy > 0.8, "{accuracy}");
}

#[test]
fn the_convolutional_network_leaves_the_same_kind_of_record() {
    let folder = stripes();
    let flags = ["--data", "stripes", "--iterations", "100", "--batch-size", "20", "--seeds", "1"];
    example("own_network", folder.path(), &flags);
    let record = record("own_network", folder.path());
    assert_eq!(arms(&record), ["convolutional", "perceptron"]);
    for arm in arms(&record) {
        let trial = trial(&record, arm);
        assert_eq!(numbers(&trial["losses"]).len(), 100);
        assert!(trial["test_accuracy"].as_f64().unwrap() > 0.8, "{arm}");
    }
    assert!(folder.path().join("results/own_network/own_network.svg").exists());
}

/// The module of the guide is saved, loaded and classifies pictures.
#[test]
fn the_convolutional_network_reads_digits_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let output = example("own_network", folder.path(), &["save", "conv.safetensors"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let accuracy = printed.trim().trim_start_matches("test accuracy ").trim_end_matches(" %");
    assert!(accuracy.parse::<f64>().expect("a number") > 90.0, "{printed}");
    let images = root().join("crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    let flags = ["predict", "conv.safetensors", images.to_str().unwrap()];
    let output = example("own_network", folder.path(), &flags);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("gz 0: class 7"), "{printed}"); // the first test image
}

#[test]
fn a_statement_of_ones_own_gets_its_verdict_in_the_report() {
    let folder = stripes();
    let run = || {
        let flags = ["lecture", "--only", "X1", "--data", "stripes"];
        let output = example("own_experiment", folder.path(), &flags);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(run().contains("X1 holds"));
    let results = folder.path().join("results");
    let verdicts = fs::read_to_string(results.join("verdicts.md")).unwrap();
    let row = "| X1 | Larger mini-batches | holds | `batch_noise` |";
    assert!(verdicts.contains(row), "{verdicts}");
    let page = fs::read_to_string(results.join("index.html")).unwrap();
    assert!(page.contains("four times as many images") && page.contains("batch_noise"));
    // Its trials are kept: the same program reuses them and writes the same record.
    let kept = fs::read(results.join("batch_noise/record.json")).unwrap();
    run();
    assert_eq!(fs::read(results.join("batch_noise/record.json")).unwrap(), kept);
    // The `experiments` command lists it in its own chapter.
    let list = example("own_experiment", folder.path(), &[]).stdout;
    assert!(String::from_utf8_lossy(&list).contains("batch_noise"));
}

#[test]
fn the_wide_backend_computes_in_64_bits() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["optimizer_paths", "--optimizers", "Momentum", "--backend", "wide"];
    example("own_backend", folder.path(), &flags);
    let record = record("optimizer_paths", folder.path());
    assert_eq!(record["provenance"]["backend"], "wide");
    let mut v = [0.0; 2];
    let largest = apart(&trial(&record, "Momentum")["path"], |w| {
        let g = gradient(*w);
        for i in 0..2 {
            v[i] = 0.9 * v[i] - 0.1 * g[i];
            w[i] += v[i];
        }
    });
    // The path is recorded in 32 bits, so the remaining difference is the rounding of a number up to 7.
    assert!(largest < 2.4e-7, "{largest}");
}
