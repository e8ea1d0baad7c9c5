//! `cargo run -p experiments --bin dropout`

use std::process::ExitCode;

use experiments::cli;
use experiments::dropout::Dropout;

fn main() -> ExitCode {
    cli::main::<Dropout>()
}
