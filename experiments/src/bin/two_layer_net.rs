//! `cargo run -p experiments --bin two_layer_net`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("two_layer_net")
}
