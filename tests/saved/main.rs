//! Networks in files: the binaries `train` and `predict` as a user runs them, and files from PyTorch.
//!
//! `pytorch.py` wrote the files in this folder, and checks in PyTorch what this project saves.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burn::tensor::{Tensor, TensorData};
use serde_json::Value;
use training::backend::Backend;
use training::saved::load;

fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/saved").join(file)
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let row = |value: &Value| list(value).iter().filter_map(Value::as_f64).collect();
    list(value).iter().map(row).collect()
}

/// Networks loaded from PyTorch's files give PyTorch's logits, up to rounding.
#[test]
fn a_file_from_pytorch_gives_the_logits_of_pytorch() {
    for name in ["plain", "normalized"] {
        let device = Backend::default_compiled().device().unwrap();
        let model = load(&here(&format!("{name}.safetensors")), &device).unwrap();
        let values = fs::read_to_string(here(&format!("{name}.json"))).unwrap();
        let values: Value = serde_json::from_str(&values).unwrap();
        let images = rows(&values["images"]);
        let pixels: Vec<f32> = images.concat().iter().map(|&pixel| pixel as f32).collect();
        let data = TensorData::new(pixels, [images.len(), images[0].len()]);
        let logits = model.forward(Tensor::from_data(data, &device));
        let ours: Vec<f32> = logits.into_data().iter().collect();
        let theirs = rows(&values["logits"]).concat();
        assert_eq!(ours.len(), 15);
        let apart = ours.iter().zip(&theirs).map(|(a, b)| (f64::from(*a) - b).abs());
        let largest = apart.fold(0.0, f64::max);
        println!("{name}: largest difference of the logits {largest:.1e}");
        // The logits are sums of 16 terms below 1, so the error is a few roundings of 6e-8.
        assert!(largest < 1e-6, "{name}: {largest}");
    }
}

fn run(bin: &str, folder: &Path, flags: &[&str]) -> Output {
    let program = match bin {
        "train" => env!("CARGO_BIN_EXE_train"),
        _ => env!("CARGO_BIN_EXE_predict"),
    };
    Command::new(program).current_dir(folder).args(flags).output().expect("it starts")
}

fn succeed(bin: &str, folder: &Path, flags: &[&str]) -> String {
    let output = run(bin, folder, flags);
    assert!(output.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs a binary that must fail, and returns its error message.
fn fail(bin: &str, folder: &Path, flags: &[&str], code: i32) -> String {
    let output = run(bin, folder, flags);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{flags:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

const SMALL: [&str; 6] = ["--iterations", "60", "--hidden", "30", "--batch-size", "50"];

/// `predict` finds as many wrong images as `train` counted, and both formats give the same result.
#[test]
fn a_network_outlives_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let idx = here("../../crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    let mut documents = Vec::new();
    for file in ["a.bpk", "a.safetensors"] {
        let said = succeed("train", folder.path(), &[&SMALL[..], &["--save", file]].concat());
        let accuracy = said.split("test accuracy ").nth(1).expect("it says how it does");
        let accuracy: f64 = accuracy.split(' ').next().unwrap().parse().unwrap();

        // The command that it suggests next runs as printed.
        let next = said.split_once("  next ").expect("it says what to run next").1.trim();
        let (command, flags) = next.split_once(" -- ").expect("a line for cargo");
        assert_eq!(command, "cargo run -p experiments --bin predict");
        succeed("predict", folder.path(), &flags.split(' ').collect::<Vec<_>>());

        let idx = idx.to_str().unwrap();
        let flags = ["--model", file, idx, "--index", "0,1,2", "--wrong", "--format", "json"];
        let said = succeed("predict", folder.path(), &flags);
        let document: Value = serde_json::from_str(&said).expect("one JSON document");
        let wrong = document["wrong"].as_array().unwrap().len() as f64;
        assert!((100.0 - wrong / 100.0 - accuracy).abs() < 0.051, "{wrong} wrong, {accuracy} %");
        for picture in document["pictures"].as_array().unwrap() {
            let sum: f64 =
                picture["probabilities"].as_array().unwrap().iter().filter_map(Value::as_f64).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
        documents.push(document);
    }
    assert_eq!(documents[0], documents[1]);
    for file in ["predictions.svg", "predictions.png", "wrong.svg", "wrong.png"] {
        assert!(folder.path().join("results/predict").join(file).exists(), "{file}");
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let model = here("plain.safetensors");
    let model = model.to_str().unwrap();
    let said = fail("train", folder.path(), &["--save", "model.pt"], 2);
    assert!(said.contains(".bpk") && said.contains(".safetensors"), "{said}");
    let diverges = [&SMALL[..], &["--save", "a.bpk", "--learning-rate", "1e30"]].concat();
    let said = fail("train", folder.path(), &diverges, 1);
    assert!(said.contains("diverged") && !folder.path().join("a.bpk").exists(), "{said}");
    // A file is in the place of the folder. (A folder that is only missing would be created.)
    fs::write(folder.path().join("no"), "").unwrap();
    let said = fail("train", folder.path(), &[&SMALL[..], &["--save", "no/a.bpk"]].concat(), 1);
    assert!(said.contains("cannot create the folder no"), "{said}");

    fail("predict", folder.path(), &["--model", model], 2);
    let said = fail("predict", folder.path(), &["--model", "none.bpk", "a.png"], 1);
    assert!(said.contains("none.bpk"), "{said}");
    let said = fail("predict", folder.path(), &["--model", model, "none.png"], 1);
    assert!(said.contains("none.png"), "{said}");
    // The network has another input size and other classes than the data set.
    let said = fail("predict", folder.path(), &["--model", model, "--wrong"], 1);
    assert!(said.contains("3 classes") && said.contains("10 classes"), "{said}");
    fs::write(folder.path().join("cut.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let said = fail("predict", folder.path(), &["--model", model, "cut.png"], 1);
    assert!(said.contains("cut off or damaged"), "{said}");
}
