//! `cargo run -p experiments --bin remote_server`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("remote_server")
}
