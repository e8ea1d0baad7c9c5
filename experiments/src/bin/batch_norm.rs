//! `cargo run -p experiments --bin batch_norm`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("batch_norm")
}
