//! `cargo run -p experiments --bin zero_init`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("zero_init")
}
