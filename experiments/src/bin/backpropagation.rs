//! `cargo run -p experiments --bin backpropagation`

use std::process::ExitCode;

use experiments::backpropagation::Backpropagation;
use experiments::cli;

fn main() -> ExitCode {
    cli::main::<Backpropagation>()
}
