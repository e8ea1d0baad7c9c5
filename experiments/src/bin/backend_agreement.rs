//! `cargo run -p experiments --bin backend_agreement`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("backend_agreement")
}
