//! `cargo run -p experiments --bin test_set_leak`

use std::process::ExitCode;

use experiments::cli;
use experiments::test_set_leak::TestSetLeak;

fn main() -> ExitCode {
    cli::main::<TestSetLeak>()
}
