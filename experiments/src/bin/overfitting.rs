//! `cargo run -p experiments --bin overfitting`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("overfitting")
}
