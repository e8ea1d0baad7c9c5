//! `cargo run -p experiments --bin large_weights`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("large_weights")
}
