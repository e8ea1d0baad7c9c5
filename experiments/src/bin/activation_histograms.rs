//! `cargo run -p experiments --bin activation_histograms`

use std::process::ExitCode;

use experiments::cli;
use experiments::activation_histograms::ActivationHistograms;

fn main() -> ExitCode {
    cli::main::<ActivationHistograms>()
}
