//! `cargo run -p experiments --features remote --bin remote_server`

use std::process::ExitCode;

use experiments::cli;
use experiments::commands::remote_server::RemoteServer;

fn main() -> ExitCode {
    cli::tool::<RemoteServer>()
}
