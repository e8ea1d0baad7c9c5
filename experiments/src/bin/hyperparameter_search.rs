//! `cargo run -p experiments --bin hyperparameter_search`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("hyperparameter_search")
}
