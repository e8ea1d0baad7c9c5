//! `cargo run -p experiments --bin learning_rate_decay`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("learning_rate_decay")
}
