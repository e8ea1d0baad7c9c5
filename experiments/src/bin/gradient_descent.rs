//! `cargo run -p experiments --bin gradient_descent`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("gradient_descent")
}
