//! `cargo run -p experiments --bin optimizer_paths`

use std::process::ExitCode;

use experiments::cli;
use experiments::optimizer_paths::OptimizerPaths;

fn main() -> ExitCode {
    cli::main::<OptimizerPaths>()
}
