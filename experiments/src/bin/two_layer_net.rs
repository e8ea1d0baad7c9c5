//! `cargo run -p experiments --bin two_layer_net`

use std::process::ExitCode;

use experiments::cli;
use experiments::two_layer_net::TwoLayerNet;

fn main() -> ExitCode {
    cli::main::<TwoLayerNet>()
}
