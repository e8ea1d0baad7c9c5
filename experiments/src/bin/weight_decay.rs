//! `cargo run -p experiments --bin weight_decay`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("weight_decay")
}
