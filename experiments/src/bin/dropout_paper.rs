//! `cargo run -p experiments --bin dropout_paper`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("dropout_paper")
}
