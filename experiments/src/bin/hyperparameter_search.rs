//! `cargo run -p experiments --bin hyperparameter_search`

use std::process::ExitCode;

use experiments::cli;
use experiments::hyperparameter_search::HyperparameterSearch;

fn main() -> ExitCode {
    cli::main::<HyperparameterSearch>()
}
