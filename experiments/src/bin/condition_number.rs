//! `cargo run -p experiments --bin condition_number`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("condition_number")
}
