//! `cargo run -p experiments --bin backpropagation`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("backpropagation")
}
