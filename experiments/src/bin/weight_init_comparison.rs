//! `cargo run -p experiments --bin weight_init_comparison`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("weight_init_comparison")
}
