//! `cargo run -p experiments --bin optimizer_comparison`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("optimizer_comparison")
}
