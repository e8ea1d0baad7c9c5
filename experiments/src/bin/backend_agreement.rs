//! `cargo run -p experiments --features ndarray --bin backend_agreement`

use std::process::ExitCode;

use experiments::cli;
use experiments::commands::backend_agreement::CompareBackends;

fn main() -> ExitCode {
    cli::tool::<CompareBackends>()
}
