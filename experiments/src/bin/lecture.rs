//! `cargo run -p experiments --bin lecture`

use std::process::ExitCode;

use experiments::cli;
use experiments::commands::lecture::Lecture;

fn main() -> ExitCode {
    cli::tool::<Lecture>()
}
