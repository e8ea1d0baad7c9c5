//! `cargo run -p experiments --bin train`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("train")
}
