//! Tests of every experiment on data sets that are small, down to one image: each either runs, or says
//! before its first trial which flag asks for how many images. None panics, and no trial fails.

use std::fs;
use std::path::Path;

use datasets::idx;
use lab::cli::{Ran, run_with};
use lab::rounds::AtOnce;
use lab::run_error::RunError;

use crate::backend_agreement::BackendAgreement;
use crate::registry::{EXPERIMENTS, LONGER};
use crate::search_strategies::SearchStrategies;

/// Flags with which an experiment is done in no time. What they leave out is how many images it takes.
const FAST: [(&str, &[&str]); 18] = [
    ("backpropagation", &["--hidden=2"]),
    ("mini_batches", &["--hidden=2", "--passes=1", "--batch-sizes=10,100,50"]),
    ("optimizer_comparison", &["--iterations=2", "--hidden=3", "--batch-size=10"]),
    ("learning_rate_decay", &["--iterations=2", "--hidden=2"]),
    ("zero_init", &["--iterations=2", "--hidden=3", "--batch-size=10"]),
    ("weight_init_comparison", &["--iterations=2", "--hidden=3,3", "--batch-size=10"]),
    ("overfitting", &["--iterations=2", "--widths=2,3", "--width=3", "--batch-size=10"]),
    ("weight_decay", &["--epochs=2", "--our-iterations=2", "--hidden=3,3", "--our-hidden=3"]),
    ("dropout", &["--epochs=2", "--our-iterations=2", "--hidden=3,3", "--our-hidden=3"]),
    ("large_weights", &["--iterations=2", "--hidden=3", "--networks=2"]),
    ("hyperparameter_effects", &["--epochs=1", "--units=3", "--compare-units=2,3", "--depth=1"]),
    ("hyperparameter_search", &["--epochs=1", "--trials=3", "--width=3", "--depth=1"]),
    ("test_set_leak", &["--networks=100", "--iterations=1", "--width=2", "--batch-size=2"]),
    ("batch_norm", &["--epochs=1", "--scales=2", "--hidden=3,3"]),
    ("two_layer_net", &["--iterations=2", "--hidden=2", "--batch-size=10"]),
    ("learning_rates", &["--iterations=2", "--hidden=2", "--learning-rates=0.1,1"]),
    ("dropout_paper", &["--epochs=1", "--standard=2", "--hidden=3", "--batch-size=1000"]),
    ("backend_agreement", &["--iterations=2", "--hidden=2", "--batch-size=10"]),
];

/// Flags that make the experiment take `n` training images in all, or about as many.
fn images(name: &str, n: usize) -> Vec<String> {
    let flags: &[&str] = match name {
        "weight_decay" | "dropout" => &["--images", "--our-images"],
        "overfitting" => &["--images", "--numbers-of-images"],
        "hyperparameter_effects" | "search_strategies" => {
            let half = n.div_ceil(2);
            return vec![
                format!("--training-images={half}"),
                format!("--validation-images={half}"),
            ];
        }
        "test_set_leak" => {
            let part = n.div_ceil(4);
            let sets = [format!("--images={part}"), format!("--judges={part}"), "--sets=2".into()];
            return sets.into_iter().chain([format!("--fresh={part}")]).collect();
        }
        "learning_rates" => return vec![format!("--validation-images={}", (n - 1).max(1))],
        // They take all training images.
        "optimizer_comparison"
        | "zero_init"
        | "weight_init_comparison"
        | "two_layer_net"
        | "dropout_paper"
        | "backend_agreement" => &[],
        _ => &["--images"],
    };
    flags.iter().map(|flag| format!("{flag}={n}")).collect()
}

/// Writes a data set with so many training images of 3 × 3 pixels, three classes, and a few test images.
fn write_data(folder: &Path, training: usize) {
    for (name, count) in [("train", training), ("t10k", training.min(20))] {
        let pixels: Vec<u8> = (0..count * 9).map(|i| (i * 37 % 256) as u8).collect();
        let labels: Vec<u8> = (0..count).map(|i| (i % 3) as u8).collect();
        let mut bytes = Vec::new();
        idx::write_images(&mut bytes, 3, 3, &pixels).unwrap();
        fs::write(folder.join(format!("{name}-images-idx3-ubyte")), bytes).unwrap();
        let mut bytes = Vec::new();
        idx::write_labels(&mut bytes, &labels).unwrap();
        fs::write(folder.join(format!("{name}-labels-idx1-ubyte")), bytes).unwrap();
    }
}

type RunWith = fn(&[&str]) -> Result<Ran, clap::Error>;

/// Every experiment that reads data.
fn experiments() -> Vec<(&'static str, RunWith)> {
    let all = EXPERIMENTS.iter().chain(LONGER.iter()).filter(|entry| entry.needs_data);
    let mut all: Vec<(_, RunWith)> = all.map(|entry| (entry.name, entry.run_with)).collect();
    all.push(("backend_agreement", run_with::<BackendAgreement, AtOnce>));
    all
}

/// How an experiment ends on a data set with so many training images.
fn ends(name: &str, run: RunWith, training: usize, more: &[String]) -> Result<(), RunError> {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path(), training);
    let [out, data] = ["--out", "--data"].map(|flag| format!("{flag}={}", folder.path().display()));
    let (_, fast) = FAST.iter().find(|(of, _)| *of == name).expect("each has fast flags");
    let more = more.iter().map(String::as_str);
    let common = ["--seeds=1", "--jobs=1", "--quiet", &out, &data];
    let flags: Vec<&str> = common.into_iter().chain(fast.iter().copied()).chain(more).collect();
    let ran = run(&flags).unwrap_or_else(|error| panic!("{name} {flags:?}: {error}"));
    ran.map(drop)
}

/// What is wrong with how an experiment ended, if anything: it must run, or refuse the data set because it is
/// too small and name one of these flags.
fn fault(
    ended: Result<(), RunError>,
    runs: bool,
    training: usize,
    flags: &[String],
) -> Option<String> {
    match ended {
        Ok(()) if runs => None,
        Err(RunError::Needs(reason)) if !runs => {
            let reason = reason.to_string();
            let name = |flag: &String| flag.split('=').next().map(str::to_owned);
            let is_named = flags.iter().filter_map(name).any(|flag| reason.contains(&flag));
            let counts = format!("has {training}: choose fewer");
            let is_said = is_named && reason.contains(&counts);
            (!is_said).then(|| format!("on {training} images: {reason}"))
        }
        Ok(()) => Some(format!("on {training} images: it ran")),
        Err(error) => Some(format!("on {training} images: {error}")),
    }
}

/// At its default numbers of images.
#[test]
fn every_experiment_runs_or_says_how_many_images_it_needs() {
    // What each takes at its defaults; the others take all training images, whatever their number.
    let needed = |name: &str| match name {
        "backpropagation" => 3,
        "large_weights" | "weight_decay" => 300,
        "hyperparameter_search" => 500,
        "batch_norm" | "dropout" => 1000,
        "hyperparameter_effects" => 2400,
        "mini_batches" => 5000,
        "learning_rates" => 10_001,
        "overfitting" => 10_000,
        "test_set_leak" => 10_200,
        "learning_rate_decay" => 50_000,
        _ => 1,
    };
    let mut faults = Vec::new();
    for (name, run) in experiments() {
        for training in [1, 2, 10, 100, 299, 300, 1500] {
            let (runs, flags) = (training >= needed(name), images(name, 1));
            let fault = fault(ends(name, run, training, &[]), runs, training, &flags);
            faults.extend(fault.map(|fault| format!("{name} {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// With flags that ask for all images, or for more than there are.
#[test]
fn every_experiment_runs_on_as_many_images_as_there_are() {
    let mut faults = Vec::new();
    for (name, run) in experiments() {
        for n in [4, 12, 100] {
            let flags = images(name, n);
            let mut check = |training, runs| {
                let fault = fault(ends(name, run, training, &flags), runs, training, &flags);
                faults.extend(fault.map(|fault| format!("{name} {flags:?} {fault}")));
            };
            check(n, true);
            if !flags.is_empty() {
                check(n - 1, false);
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A search is as good as many trainings, so it has a test of its own.
#[test]
fn a_search_with_every_strategy_needs_its_images() {
    let run = |training: usize| {
        let folder = tempfile::tempdir().unwrap();
        write_data(folder.path(), training);
        let [out, data] =
            ["--out", "--data"].map(|flag| format!("{flag}={}", folder.path().display()));
        let flags = ["--seeds=1", "--jobs=1", "--quiet", &out, &data, "--budget=30", "--epochs=1"];
        let images = images("search_strategies", 10);
        let flags: Vec<&str> = flags.into_iter().chain(images.iter().map(String::as_str)).collect();
        run_with::<SearchStrategies, AtOnce>(&flags).unwrap()
    };
    assert!(run(10).is_ok());
    let error = run(9).err().unwrap().to_string();
    let expected = "--training-images 5 and --validation-images 5 ask for 10 training images";
    assert!(error.starts_with(expected), "{error}");
}
