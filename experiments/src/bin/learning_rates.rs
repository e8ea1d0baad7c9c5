//! `cargo run -p experiments --bin learning_rates`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("learning_rates")
}
