//! `cargo run -p experiments --bin weight_init_comparison`

use std::process::ExitCode;

use experiments::cli;
use experiments::weight_init_comparison::WeightInitComparison;

fn main() -> ExitCode {
    cli::main::<WeightInitComparison>()
}
