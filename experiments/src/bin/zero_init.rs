//! `cargo run -p experiments --bin zero_init`

use std::process::ExitCode;

use experiments::cli;
use experiments::zero_init::ZeroInit;

fn main() -> ExitCode {
    cli::main::<ZeroInit>()
}
