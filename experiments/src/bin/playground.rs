//! `cargo run -p experiments --bin playground`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("playground")
}
