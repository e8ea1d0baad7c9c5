//! Values that make a command as quick as possible.

use crate::fixture;
use crate::help::{Command, Flag};

/// The value of each flag that makes its command quick, for one command or (`""`) for all.
const SMALL: &[(&str, &str, &str)] = &[
    ("", "--seeds", "1"),
    ("", "--jobs", "1"),
    ("", "--iterations", "2"),
    ("", "--batch-size", "2"),
    ("", "--batch-sizes", "2"),
    ("mini_batches", "--learning-rates", "0.2,0.2,0.2"),
    ("learning_rate_decay", "--learning-rates", "0.2,0.2,0.2,0.2,0.2,0.2,0.2"),
    ("learning_rates", "--learning-rates", "0.1"),
    ("large_weights", "--learning-rates", "0.1"),
    ("", "--hidden", "3"),
    ("", "--epochs", "1"),
    ("", "--images", "20"),
    ("backpropagation", "--images", "2"),
    ("", "--scales", "2"),
    ("", "--condition-numbers", "1,2"),
    ("", "--momenta", "0.5"),
    ("", "--rates", "3"),
    ("", "--starts", "1"),
    ("", "--limit", "10"),
    ("", "--our-iterations", "2"),
    ("", "--our-images", "20"),
    ("", "--our-hidden", "3"),
    ("", "--validation-images", "10"),
    ("", "--training-images", "20"),
    ("", "--numbers-of-images", "20"),
    ("", "--widths", "2"),
    ("", "--depths", "2"),
    ("", "--depth", "1"),
    ("", "--width", "2"),
    ("large_weights", "--networks", "2"),
    ("test_set_leak", "--networks", "100"),
    ("", "--sets", "2"),
    ("", "--judges", "10"),
    ("", "--fresh", "10"),
    ("", "--trials", "4"),
    ("", "--budget", "27"),
    ("", "--passes", "1"),
    ("", "--ordered", "2"),
    ("", "--inputs", "10"),
    ("", "--neurons", "4"),
    ("", "--layers", "2"),
    ("", "--standard", "3"),
    ("", "--steps", "3"),
    ("", "--more-steps", "3"),
    ("", "--valley-steps", "3"),
    ("", "--units", "2"),
    ("", "--compare-units", "2"),
    ("", "--compare-batch-sizes", "2"),
    ("", "--compare-learning-rates", "0.1"),
    ("", "--compare-weight-decays", "0"),
    ("", "--verdicts", "gradient_descent"),
    ("", "--verdict-seeds", "1"),
    ("", "--only", "G1"),
    ("train", "--save", "network.bpk"),
    ("across_data_sets", "--data", "."),
];

/// The other flags of a command while one flag is tried.
pub fn others(command: &Command, tried: &Flag) -> Vec<String> {
    let others = command.flags.iter().filter(|flag| flag.name != tried.name);
    let small = |flag: &Flag| {
        let of = |name: &str| {
            SMALL.iter().find(|(command, small, _)| *command == name && *small == flag.name)
        };
        let value = match (command.name.as_str(), flag.name.as_str()) {
            (name, "--data") if name != "across_data_sets" => fixture::data().display().to_string(),
            (_, "--model") => fixture::network().display().to_string(),
            (name, _) => of(name).or_else(|| of(""))?.2.into(),
        };
        Some(format!("{}={value}", flag.name))
    };
    // Without an image to classify, `predict` needs this.
    let wrong = (command.name == "predict").then(|| "--wrong".into());
    others.filter_map(small).chain(wrong).collect()
}
