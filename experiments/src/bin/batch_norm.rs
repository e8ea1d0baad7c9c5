//! `cargo run -p experiments --bin batch_norm`

use std::process::ExitCode;

use experiments::batch_norm::BatchNorm;
use experiments::cli;

fn main() -> ExitCode {
    cli::main::<BatchNorm>()
}
