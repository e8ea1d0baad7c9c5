//! `cargo run -p experiments --bin batch_norm`

use std::process::ExitCode;

use experiments::cli;
use experiments::batch_norm::BatchNorm;

fn main() -> ExitCode {
    cli::main::<BatchNorm>()
}
