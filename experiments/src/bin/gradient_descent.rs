//! `cargo run -p experiments --bin gradient_descent`

use std::process::ExitCode;

use experiments::cli;
use experiments::gradient_descent::GradientDescent;

fn main() -> ExitCode {
    cli::main::<GradientDescent>()
}
