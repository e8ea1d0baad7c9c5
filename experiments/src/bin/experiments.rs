//! `cargo run -p experiments`

use std::process::ExitCode;

use experiments::commands::root;

fn main() -> ExitCode {
    root::main()
}
