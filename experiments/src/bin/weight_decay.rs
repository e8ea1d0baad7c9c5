//! `cargo run -p experiments --bin weight_decay`

use std::process::ExitCode;

use experiments::cli;
use experiments::weight_decay::WeightDecay;

fn main() -> ExitCode {
    cli::main::<WeightDecay>()
}
