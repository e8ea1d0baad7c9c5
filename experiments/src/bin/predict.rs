//! `cargo run -p experiments --bin predict`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("predict")
}
