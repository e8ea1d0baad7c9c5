//! Networks in files: the binaries `train` and `predict` as a user runs them, and files from PyTorch.
//!
//! `pytorch.py` wrote two of the files in this folder, and checks in PyTorch what this project saves.
//! `round_trip.py` took the networks in `round_trip` from `train` to PyTorch and back.
//! `state_dicts.py` wrote the others: state dicts as people have them, and files of other formats.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burn::tensor::{Tensor, TensorData};
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::Value;
use training::backend::Backend;
use training::saved::{Supplement, load};

fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/saved").join(file)
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let row = |value: &Value| list(value).iter().filter_map(Value::as_f64).collect();
    list(value).iter().map(row).collect()
}

/// The largest difference of this project's logits from PyTorch's, and what was noted.
fn largest_difference(
    file: &Path,
    supplement: Supplement,
    images: &Value,
    logits: &Value,
) -> (f64, Vec<String>) {
    let device = Backend::default_compiled().device().unwrap();
    let saved = load(file, supplement, &device).unwrap_or_else(|error| panic!("{error}"));
    let images = rows(images);
    let pixels: Vec<f32> = images.concat().iter().map(|&pixel| pixel as f32).collect();
    let data = TensorData::new(pixels, [images.len(), images[0].len()]);
    let ours = saved.model.forward(Tensor::from_data(data, &device));
    let ours: Vec<f32> = ours.into_data().iter().collect();
    let theirs = rows(logits).concat();
    assert_eq!((ours.len(), theirs.len()), (15, 15));
    let apart = ours.iter().zip(&theirs).map(|(a, b)| (f64::from(*a) - b).abs());
    (apart.fold(0.0, f64::max), saved.notes)
}

fn values(file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(here(file)).unwrap()).unwrap()
}

/// Networks loaded from PyTorch's files give PyTorch's logits, up to rounding.
#[test]
fn a_file_from_pytorch_gives_the_logits_of_pytorch() {
    // One file names its activation function, the other one does not.
    for (name, activation) in [("plain", Some("relu")), ("normalized", None)] {
        let supplement = Supplement { activation, ..Supplement::default() };
        let values = values(&format!("{name}.json"));
        let file = here(&format!("{name}.safetensors"));
        let (largest, notes) =
            largest_difference(&file, supplement, &values["images"], &values["logits"]);
        println!("{name}: largest difference of the logits {largest:.1e}");
        // The logits are sums of 16 terms below 1, so the error is a few roundings of 6e-8.
        assert!(largest < 1e-6, "{name}: {largest}");
        assert!(notes.is_empty(), "{notes:?}");
    }
}

/// `train` saved one of these networks, and PyTorch trained it further and saved the other one. For both,
/// `predict` gives PyTorch's logits.
#[test]
fn a_network_goes_to_pytorch_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let idx = here("../../crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    let values = values("round_trip.json");
    let mut mistakes = Vec::new();
    for name in ["here", "tuned"] {
        let theirs = rows(&values[name]);
        let index: Vec<String> = (0..theirs.len()).map(|i| i.to_string()).collect();
        let index = index.join(",");
        let model = here(&format!("round_trip/{name}.safetensors"));
        let flags = ["--index", &index, "--wrong", "--format", "json", "--quiet"];
        let files = [model.to_str().unwrap(), idx.to_str().unwrap()];
        let flags = [&["--model"][..], &files, &flags].concat();
        let document: Value =
            serde_json::from_str(&succeed("predict", folder.path(), &flags)).unwrap();
        let pictures = document["pictures"].as_array().unwrap();
        assert_eq!((theirs.len(), pictures.len()), (20, 20));
        let ours = pictures.iter().map(|picture| picture["logits"].as_array().unwrap());
        let ours = ours.flatten().map(|logit| logit.as_f64().unwrap());
        let apart = ours.zip(theirs.concat()).map(|(a, b)| (a - b).abs());
        let largest = apart.fold(0.0, f64::max);
        println!("{name}: largest difference of the logits {largest:.1e}");
        // Logits up to 10 are sums of 784 terms: some tens of roundings of 6e-8 each.
        assert!(largest < 2e-5, "{name}: {largest}");
        mistakes.push(document["wrong"].as_array().unwrap().len());
    }
    // PyTorch said that 88.06 % and 90.29 % of the test images are classified correctly.
    assert!(mistakes[0].abs_diff(1194) <= 1 && mistakes[1].abs_diff(971) <= 1, "{mistakes:?}");
}

/// State dicts with other names, prefixes and types of numbers, and files made by the recipes of
/// docs/from-pytorch.md.
#[test]
fn state_dicts_as_people_have_them_give_the_logits_of_pytorch() {
    let values = values("state_dicts.json");
    let networks = values["networks"].as_object().unwrap();
    for (name, network) in networks {
        let file = here(&format!("state_dicts/{name}.safetensors"));
        let activation = network["activation"].as_str();
        let number = |i: usize| network["normalize"][i].as_f64();
        let normalize = number(0).map(|mean| [mean, number(1).expect("a deviation")]);
        let supplement = Supplement { activation, normalize };
        let (largest, notes) =
            largest_difference(&file, supplement, &values["images"], &network["logits"]);
        println!("{name}: largest difference of the logits {largest:.1e}; {notes:?}");
        // PyTorch computed twelve layers too, and the rounding of each adds to the last.
        assert!(largest < 2e-6, "{name}: {largest}");
        // None has the names of `train`, so the order of the layers is said.
        assert!(notes[0].contains("16 inputs →") && notes[0].ends_with(')'), "{notes:?}");
        // Without the activation function there is no network, unless it has no hidden layer.
        let device = Backend::default_compiled().device().unwrap();
        assert_eq!(
            load(&file, Supplement::default(), &device).is_ok(),
            activation.is_none(),
            "{name}"
        );
    }
    let files = fs::read_dir(here("state_dicts")).unwrap().count();
    assert_eq!(networks.len(), files, "the list and the folder differ");
    println!("{files} state dicts");
}

#[test]
fn the_code_in_the_guide_to_pytorch_is_that_of_its_script() {
    let [page, script] = ["../../docs/guides/to_pytorch.md", "../../docs/guides/to_pytorch.py"]
        .map(|file| fs::read_to_string(here(file)).unwrap());
    let blocks = page.split("```python\n").skip(1).filter_map(|rest| rest.split("```").next());
    let drifted: Vec<_> = blocks.clone().filter(|block| !script.contains(*block)).collect();
    assert!(blocks.count() >= 3 && drifted.is_empty(), "not in to_pytorch.py: {drifted:?}");
}

/// The recipes that the documentation shows are those that made the files.
#[test]
fn the_recipes_in_the_documentation_are_those_of_the_script() {
    let [page, script] = ["../../docs/from-pytorch.md", "state_dicts.py"]
        .map(|file| fs::read_to_string(here(file)).unwrap());
    let blocks = page.split("```python\n").skip(1).filter_map(|rest| rest.split("```").next());
    let recipes: Vec<_> = blocks.filter(|block| block.contains("def from_")).collect();
    assert_eq!(recipes.len(), 1);
    assert!(script.contains(recipes[0].trim_end()), "the page has drifted from state_dicts.py");
}

/// Files that other programs wrote: each has its own advice, whatever its name ends with.
#[test]
fn files_of_other_formats_are_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let expected = [
        ("zip.pt", "torch.save"),
        ("legacy.pth", "torch.save"),
        ("params.npz", "dict(numpy.load(FILE))"),
        ("array.npy", "a single NumPy array"),
        ("params.pkl", "can run code"),
        ("keras.weights.h5", "HDF5"),
        ("net.onnx", "onnx.load(FILE)"),
        ("net.gguf", "language model"),
    ];
    for (name, advice) in expected {
        let file = here(&format!("other_formats/{name}"));
        fs::copy(&file, folder.path().join("model.safetensors")).unwrap();
        for model in [file.to_str().unwrap(), "model.safetensors"] {
            let said = fail("predict", folder.path(), &["--model", model, "a.png"], 1);
            assert!(said.contains(advice), "{name}: {said}");
        }
    }
    assert_eq!(fs::read_dir(here("other_formats")).unwrap().count(), expected.len());
}

fn run(bin: &str, folder: &Path, flags: &[&str]) -> Output {
    let program = match bin {
        "train" => env!("CARGO_BIN_EXE_train"),
        _ => env!("CARGO_BIN_EXE_predict"),
    };
    let mut command = Command::new(program);
    // In English, whatever the locale of the person who runs the tests.
    let command = command.env("LC_ALL", "C").current_dir(folder).args(flags);
    command.output().expect("it starts")
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

const DIVERGES: [&str; 2] = ["--learning-rate", "1e30"];

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
    let said = fail("train", folder.path(), &["--save", "folder.bpk/"], 2);
    assert!(said.contains("the name of a file"), "{said}");
    let layers = vec!["3"; 1001].join(",");
    fail("train", folder.path(), &["--save", "a.bpk", "--hidden", &layers], 2);
    let diverges = [&SMALL[..], &["--save", "a.bpk"], &DIVERGES].concat();
    let said = fail("train", folder.path(), &diverges, 1);
    assert!(said.contains("diverged") && !folder.path().join("a.bpk").exists(), "{said}");
    // A file is in the place of the folder. (A folder that is only missing would be created.)
    fs::write(folder.path().join("no"), "").unwrap();
    let said = fail("train", folder.path(), &[&SMALL[..], &["--save", "no/a.bpk"]].concat(), 1);
    assert!(said.contains("a part of the path is a file"), "{said}");
    // These fail before the training, which would take a day, and leave nothing.
    fs::create_dir(folder.path().join("folder.bpk")).unwrap();
    let save = |path| ["--iterations", "10000000", "--save", path];
    let said = fail("train", folder.path(), &save("folder.bpk"), 1);
    assert!(said.contains("name a file in it"), "{said}");
    let said = fail(
        "train",
        folder.path(),
        &[&SMALL[..], &DIVERGES, &["--save", "new/a.bpk"]].concat(),
        1,
    );
    assert!(said.contains("nothing was saved") && !folder.path().join("new").exists(), "{said}");
    let decays = [&SMALL[..], &["--save", "a.bpk", "--weight-decay", "1e308"]].concat();
    let said = fail("train", folder.path(), &decays, 1);
    assert!(said.contains("a smaller --weight-decay than 1e308"), "{said}");
    // The loss is that before the step, so it is the outputs that are not finite after a single one.
    let once = ["--iterations", "1", "--hidden", "30", "--save", "a.bpk"];
    let said = fail("train", folder.path(), &[&once[..], &DIVERGES].concat(), 1);
    assert!(said.contains("nothing was saved") && !folder.path().join("a.bpk").exists(), "{said}");

    fail("predict", folder.path(), &["--model", model], 2);
    let said = fail("predict", folder.path(), &["--model", "none.bpk", "a.png"], 1);
    assert!(said.contains("none.bpk"), "{said}");
    let said = fail("predict", folder.path(), &["--model", model, "none.png"], 1);
    assert!(said.contains("name it with --activation"), "{said}");
    let with = |last| ["--activation", "relu", "--model", model, last];
    let said = fail("predict", folder.path(), &with("none.png"), 1);
    assert!(said.contains("none.png"), "{said}");
    // The network has another input size and other classes than the data set.
    let said = fail("predict", folder.path(), &with("--wrong"), 1);
    assert!(said.contains("3 classes") && said.contains("10 classes"), "{said}");
    fs::write(folder.path().join("cut.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let said = fail("predict", folder.path(), &with("cut.png"), 1);
    assert!(said.contains("cut off or damaged"), "{said}");
}

/// A network of 784 pixels and 10 classes without hidden layers, with all weights `weight`.
fn one_layer(weight: f32) -> Vec<u8> {
    let numbers = |count: usize| vec![weight; count].iter().flat_map(|w| w.to_le_bytes()).collect();
    let (weights, bias): (Vec<u8>, Vec<u8>) = (numbers(7840), numbers(10));
    let view = |shape: &[usize], bytes| TensorView::new(Dtype::F32, shape.to_vec(), bytes).unwrap();
    let tensors = [("fc.weight", view(&[10, 784], &weights)), ("fc.bias", view(&[10], &bias))];
    safetensors::serialize(tensors, None).unwrap()
}

/// Neither a network with weights of NaN nor one whose outputs overflow is judged, in any format.
#[test]
fn a_network_without_finite_outputs_is_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let idx = here("../../crates/datasets/data/mnist/t10k-images-idx3-ubyte.gz");
    let write = |weight| fs::write(folder.path().join("m.safetensors"), one_layer(weight)).unwrap();
    for (weight, expected) in [
        (f32::NAN, "entry 0 of `fc.weight` is NaN"),
        (3e38, "m.safetensors: the network cannot be judged"),
    ] {
        write(weight);
        for what in ["--wrong", idx.to_str().unwrap()] {
            for format in ["table", "json"] {
                let flags = ["--model", "m.safetensors", what, "--format", format];
                let output = run("predict", folder.path(), &flags);
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert_eq!(output.status.code(), Some(1), "{said}");
                assert!(said.contains(expected), "{said}");
                assert!(output.stdout.is_empty(), "nothing is judged before the error");
            }
        }
    }
    write(0.0);
    let said = succeed("predict", folder.path(), &["--model", "m.safetensors", "--wrong"]);
    assert!(said.contains("9020 of 10000"), "{said}"); // all but the zeros
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_as_a_model_is_an_error_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo").arg(folder.path().join("pipe.bpk")).status();
    assert!(made.expect("mkfifo is there").success());
    for model in ["pipe.bpk", "/dev/zero", "."] {
        let said = fail("predict", folder.path(), &["--model", model, "a.png"], 1);
        assert!(said.contains("not a regular file") || said.contains("a folder"), "{said}");
    }
}
