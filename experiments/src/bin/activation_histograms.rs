//! `cargo run -p experiments --bin activation_histograms`

use std::process::ExitCode;

use experiments::activation_histograms::ActivationHistograms;
use experiments::cli;

fn main() -> ExitCode {
    cli::main::<ActivationHistograms>()
}
