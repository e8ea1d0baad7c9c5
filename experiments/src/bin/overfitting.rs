//! `cargo run -p experiments --bin overfitting`

use std::process::ExitCode;

use experiments::cli;
use experiments::overfitting::Overfitting;

fn main() -> ExitCode {
    cli::main::<Overfitting>()
}
