//! `cargo run -p experiments --bin activation_histograms`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("activation_histograms")
}
