//! `cargo run -p experiments`

use std::process::ExitCode;

use experiments::commands::front_door;

fn main() -> ExitCode {
    front_door::main()
}
