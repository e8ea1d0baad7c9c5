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

// Their tests run with those of the guides.
#[allow(dead_code)]
#[path = "../../experiments/examples/own_experiment.rs"]
mod own_experiment;
#[allow(dead_code)]
#[path = "../../experiments/examples/own_network.rs"]
mod own_network;

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
        ["main", "data"].map(|file| read(&format!("docs/learner/src/{file}.rs"))).concat();
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

/// Runs an example in `folder`, which must succeed.
fn example(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let output = run(name, folder, flags);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {flags:?}: {said}");
    output
}

/// Runs an example in `folder`. `cargo test` builds all examples together with the tests.
fn run(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test is a program");
    let built = tests.parent().and_then(Path::parent).expect("it lies in target").join("examples");
    let program = built.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{name} is not built: cargo build -p experiments --examples");
    let mut command = Command::new(program);
    // In English, whatever the locale of the person who runs the tests.
    let command = command.env("LC_ALL", "C").current_dir(folder).args(flags);
    command.output().expect("it starts")
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
fn three_networks_are_compared_in_one_record() {
    let folder = stripes();
    let small = ["own_network", "--iterations", "100", "--batch-size", "20", "--seeds", "1"];
    example("own_network", folder.path(), &[&small[..], &["--data", "stripes"]].concat());
    let record = record("own_network", folder.path());
    assert_eq!(arms(&record), ["perceptron", "convolutional", "residual"]);
    for arm in arms(&record) {
        let trial = trial(&record, arm);
        assert_eq!(numbers(&trial["losses"]).len(), 100);
        assert!(trial["test_accuracy"].as_f64().unwrap() > 0.8, "{arm}");
    }
    assert!(folder.path().join("results/own_network/own_network.svg").exists());
}

/// Each network of the guide is trained and saved by `train`, and made again from its file by `predict` of the same
/// program. The other programs name the network and say what to do.
#[test]
fn networks_of_ones_own_are_trained_saved_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let images = root().join("crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    for network in ["convolutional", "residual"] {
        let path = folder.path().join(format!("{network}.safetensors"));
        let file = path.to_str().unwrap();
        let flags = ["train", "--network", network, "--iterations", "200", "--save", file];
        let output = example("own_network", folder.path(), &flags);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let accuracy = printed.split("test accuracy ").nth(1).expect("it says how it does");
        let accuracy: f64 = accuracy.split(' ').next().unwrap().parse().expect("a number");
        // Guessing gives 10 %.
        assert!(accuracy > 90.0, "{network}: {printed}");
        // The line that it suggests next is for the same program.
        let next = printed.split_once("  next ").expect("it says what to run next").1.trim();
        assert!(next.contains("own_network") && next.contains(" predict --model "), "{next}");

        let flags = ["predict", "--model", file, images.to_str().unwrap(), "--wrong"];
        let output =
            example("own_network", folder.path(), &[&flags[..], &["--format", "json"]].concat());
        let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        assert_eq!(document["pictures"][0]["class"], 7, "the first test image");
        let wrong = document["wrong"].as_array().unwrap().len() as f64;
        assert!((100.0 - wrong / 100.0 - accuracy).abs() < 0.051, "{wrong} wrong, {accuracy} %");
        for figure in ["predictions.svg", "wrong.svg"] {
            assert!(folder.path().join("results/predict").join(figure).exists(), "{figure}");
        }

        let mut ordinary = Command::new(env!("CARGO_BIN_EXE_predict"));
        let output =
            ordinary.env("LC_ALL", "C").args(["--model", file, "--wrong"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        let expected =
            format!("it holds the network `{network}`, which this program does not know");
        assert!(said.contains(&expected) && said.contains("known: perceptron"), "{said}");
    }
}

/// `networks/pytorch.py` wrote these files, with the logits that PyTorch computes.
#[test]
fn the_networks_of_the_guide_compute_what_pytorch_computes() {
    let folder = tempfile::tempdir().unwrap();
    for network in ["convolutional", "residual"] {
        let file = root().join(format!("tests/guides/networks/{network}.safetensors"));
        let values = read(&format!("tests/guides/networks/{network}.json"));
        let values: Value = serde_json::from_str(&values).unwrap();
        let rows = |name: &str| -> Vec<Vec<f64>> {
            values[name].as_array().unwrap().iter().map(numbers).collect()
        };
        // Five images of 9 rows and 7 columns.
        let header = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 7];
        let pixels = rows("pixels").concat().into_iter().map(|pixel| pixel as u8);
        let images = folder.path().join("images");
        fs::write(&images, header.into_iter().chain(pixels).collect::<Vec<u8>>()).unwrap();
        let flags = ["predict", "--model", file.to_str().unwrap(), "images"];
        let flags = [&flags[..], &["--index", "0,1,2,3,4", "--format", "json"]].concat();
        let output = example("own_network", folder.path(), &flags);
        let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
        let pictures = document["pictures"].as_array().unwrap();
        let ours: Vec<f64> = pictures.iter().flat_map(|of| numbers(&of["logits"])).collect();
        let theirs = rows("logits").concat();
        assert_eq!((ours.len(), theirs.len()), (15, 15));
        let apart = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        println!("{network}: largest difference of the logits {apart:.1e}");
        // Sums of up to 160 terms below 1, after six layers: some roundings of 6e-8.
        assert!(apart < 1e-6, "{network}: {apart}");
    }
}

/// What the flags of `train` and `predict` mean for a network that is no perceptron.
#[test]
fn flags_of_the_perceptron_are_refused_for_other_networks() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |flags: &[&str], code: i32| {
        let output = run("own_network", folder.path(), flags);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    };
    let train = ["train", "--network", "residual", "--iterations", "1", "--save", "r.bpk"];
    let said = refused(&[&train[..], &["--hidden", "100"]].concat(), 2);
    assert!(said.contains("--hidden is for the perceptron"), "{said}");
    let said = refused(&["train", "--network", "list", "--save", "r.bpk"], 2);
    assert!(said.contains("allowed: perceptron, convolutional, residual"), "{said}");
    example("own_network", folder.path(), &train);
    for flags in [["--activation", "relu"], ["--normalize", "0.1,0.3"]] {
        let said = refused(&[&["predict", "--model", "r.bpk", "--wrong"], &flags[..]].concat(), 1);
        assert!(said.contains(&format!("{} is for perceptrons", flags[0])), "{said}");
    }
    // Images on which no filter of 5 × 5 pixels fits.
    fs::create_dir(folder.path().join("small")).unwrap();
    for set in ["train", "t10k"] {
        let idx = |name: &str, bytes: Vec<u8>| {
            fs::write(folder.path().join(format!("small/{set}-{name}-ubyte")), bytes).unwrap();
        };
        let pixels = (0..20 * 16u8 as u32).map(|i| (i * 37 % 251) as u8);
        idx(
            "images-idx3",
            [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 4].into_iter().chain(pixels).collect(),
        );
        idx(
            "labels-idx1",
            [0, 0, 8, 1, 0, 0, 0, 20].into_iter().chain((0..20).map(|i| i % 2)).collect(),
        );
    }
    let small = ["--data", "small", "--save", "c.bpk"];
    let said = refused(&[&["train", "--network", "convolutional"], &small[..]].concat(), 2);
    assert!(said.contains("at least 6 × 6") && said.contains("not of 4 × 4"), "{said}");
}

#[test]
fn a_statement_of_ones_own_gets_its_verdict_in_the_report() {
    let folder = stripes();
    let report = || {
        let flags = ["lecture", "--only", "X1", "--data", "stripes"];
        let output = example("own_experiment", folder.path(), &flags);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(report().contains("X1 holds"));
    let results = folder.path().join("results");
    let verdicts = fs::read_to_string(results.join("verdicts.md")).unwrap();
    let row = "| X1 | Larger mini-batches | holds | `batch_noise` |";
    assert!(verdicts.contains(row), "{verdicts}");
    let page = fs::read_to_string(results.join("index.html")).unwrap();
    assert!(page.contains("four times as many images") && page.contains("batch_noise"));
    // Its trials are kept: the same program reuses them and writes the same record.
    let kept = fs::read(results.join("batch_noise/record.json")).unwrap();
    report();
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
