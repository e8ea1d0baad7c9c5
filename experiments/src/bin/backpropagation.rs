//! `cargo run -p experiments --bin backpropagation`

use std::process::ExitCode;

use experiments::cli;
use experiments::backpropagation::Backpropagation;

fn main() -> ExitCode {
    cli::main::<Backpropagation>()
}
