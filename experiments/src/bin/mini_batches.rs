//! `cargo run -p experiments --bin mini_batches`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("mini_batches")
}
