//! `cargo run -p experiments --bin test_set_leak`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("test_set_leak")
}
