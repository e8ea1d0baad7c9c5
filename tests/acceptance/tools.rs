//! Helpers of the acceptance tests: running a binary and reading its record.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use datasets::idx;
use serde_json::Value;

/// The backends of this build that run on any machine; wgpu does with Mesa's driver, which computes on the CPU.
pub const BACKENDS: &[&str] = &[
    "flex",
    "flex64",
    #[cfg(feature = "ndarray")]
    "ndarray",
    #[cfg(feature = "wgpu")]
    "wgpu",
];

/// The path of an experiment's binary.
pub fn binary(name: &str) -> &'static str {
    match name {
        "across_data_sets" => env!("CARGO_BIN_EXE_across_data_sets"),
        "activation_histograms" => env!("CARGO_BIN_EXE_activation_histograms"),
        "backend_agreement" => env!("CARGO_BIN_EXE_backend_agreement"),
        "backpropagation" => env!("CARGO_BIN_EXE_backpropagation"),
        "batch_norm" => env!("CARGO_BIN_EXE_batch_norm"),
        "condition_number" => env!("CARGO_BIN_EXE_condition_number"),
        "dropout" => env!("CARGO_BIN_EXE_dropout"),
        "experiments" => env!("CARGO_BIN_EXE_experiments"),
        "gradient_descent" => env!("CARGO_BIN_EXE_gradient_descent"),
        "hyperparameter_search" => env!("CARGO_BIN_EXE_hyperparameter_search"),
        "learning_rate_decay" => env!("CARGO_BIN_EXE_learning_rate_decay"),
        "lecture" => env!("CARGO_BIN_EXE_lecture"),
        "mini_batches" => env!("CARGO_BIN_EXE_mini_batches"),
        "optimizer_comparison" => env!("CARGO_BIN_EXE_optimizer_comparison"),
        "optimizer_paths" => env!("CARGO_BIN_EXE_optimizer_paths"),
        "two_layer_net" => env!("CARGO_BIN_EXE_two_layer_net"),
        "weight_decay" => env!("CARGO_BIN_EXE_weight_decay"),
        "weight_init_comparison" => env!("CARGO_BIN_EXE_weight_init_comparison"),
        "zero_init" => env!("CARGO_BIN_EXE_zero_init"),
        _ => panic!("no binary {name}"),
    }
}

/// A command that speaks English, whatever the locale of the person who runs the tests.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C");
    command
}

/// Runs an experiment in `folder` with these flags.
pub fn run(name: &str, folder: &Path, flags: &[&str]) -> Output {
    command(binary(name))
        .current_dir(folder)
        .args(flags)
        // With it, a panic that becomes an error is printed as well.
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("the binary starts")
}

/// Runs an experiment that must succeed.
pub fn succeed(name: &str, folder: &Path, flags: &[&str]) -> Output {
    let output = run(name, folder, flags);
    assert!(output.status.success(), "{name} {flags:?}: {}", stderr(&output));
    output
}

/// Runs an experiment that must fail with this exit code, and returns its error message.
pub fn fail(name: &str, folder: &Path, flags: &[&str], code: i32) -> String {
    let output = run(name, folder, flags);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{name} {flags:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The record that an experiment wrote under `results` in `folder`.
pub fn record(name: &str, folder: &Path) -> Value {
    let path = folder.join("results").join(name).join("record.json");
    serde_json::from_slice(&std::fs::read(&path).expect("there is a record")).expect("it is JSON")
}

/// The trials of one arm of a record.
pub fn trials<'a>(record: &'a Value, arm: &str) -> &'a [Value] {
    let arms = record["arms"].as_array().expect("a list of arms");
    let arm = arms.iter().find(|candidate| candidate["name"] == arm).expect("the arm is there");
    arm["trials"].as_array().expect("a list of trials")
}

/// Writes a small data set, 40 training and 20 test images of 4 × 4 pixels, three classes.
pub fn write_data(folder: &Path) {
    for (name, count) in [("train", 40usize), ("t10k", 20)] {
        let pixels: Vec<u8> = (0..count * 16).map(|i| (i * 37 % 256) as u8).collect();
        let labels: Vec<u8> = (0..count).map(|i| (i % 3) as u8).collect();
        let mut bytes = Vec::new();
        idx::write_images(&mut bytes, 4, 4, &pixels).unwrap();
        fs::write(folder.join(format!("{name}-images-idx3-ubyte")), bytes).unwrap();
        let mut bytes = Vec::new();
        idx::write_labels(&mut bytes, &labels).unwrap();
        fs::write(folder.join(format!("{name}-labels-idx1-ubyte")), bytes).unwrap();
    }
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// Settings small enough for a test to run `optimizer_comparison` in seconds. The best rates are the book's, so
/// that each optimizer has one arm.
pub const SMALL: [&str; 8] = [
    "--iterations",
    "20",
    "--hidden",
    "30,30",
    "--seeds",
    "2",
    "--best-rates",
    "SGD=0.01,Momentum=0.01,AdaGrad=0.01,Adam=0.001",
];
