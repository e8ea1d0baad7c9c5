//! `cargo run -p experiments --bin search_strategies`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("search_strategies")
}
