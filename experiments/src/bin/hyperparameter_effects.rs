//! `cargo run -p experiments --bin hyperparameter_effects`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("hyperparameter_effects")
}
