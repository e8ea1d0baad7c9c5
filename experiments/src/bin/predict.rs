//! `cargo run -p experiments --bin predict`

use std::process::ExitCode;

use experiments::cli;
use experiments::commands::predict::Predict;

fn main() -> ExitCode {
    cli::tool::<Predict>()
}
