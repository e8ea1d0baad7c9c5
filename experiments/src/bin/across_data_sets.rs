//! `cargo run -p experiments --bin across_data_sets`

use std::process::ExitCode;

fn main() -> ExitCode {
    experiments::main("across_data_sets")
}
