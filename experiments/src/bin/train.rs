//! `cargo run -p experiments --bin train`

use std::process::ExitCode;

use experiments::cli;
use experiments::commands::train::Train;

fn main() -> ExitCode {
    cli::tool::<Train>()
}
