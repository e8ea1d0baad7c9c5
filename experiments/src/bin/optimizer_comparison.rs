//! `cargo run -p experiments --bin optimizer_comparison`

use std::process::ExitCode;

use experiments::cli;
use experiments::optimizer_comparison::OptimizerComparison;

fn main() -> ExitCode {
    cli::main::<OptimizerComparison>()
}
