//! `cargo run -p experiments --bin search_strategies`

use std::process::ExitCode;

use experiments::cli;
use experiments::search_strategies::SearchStrategies;

fn main() -> ExitCode {
    cli::main::<SearchStrategies>()
}
