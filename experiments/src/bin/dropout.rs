//! `cargo run -p experiments --bin dropout`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("dropout")
}
