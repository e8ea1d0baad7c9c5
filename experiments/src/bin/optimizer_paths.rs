//! `cargo run -p experiments --bin optimizer_paths`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("optimizer_paths")
}
