//! `cargo run -p experiments --bin lecture`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("lecture")
}
