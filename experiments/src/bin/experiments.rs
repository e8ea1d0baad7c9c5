//! `cargo run -p experiments` lists the experiments.

use std::io::{self, Write};

use experiments::EXPERIMENTS;

fn main() -> io::Result<()> {
    let mut text =
        String::from("Each of these is a command: cargo run -p experiments --bin NAME\n\n");
    let width = EXPERIMENTS.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    for entry in EXPERIMENTS {
        let statements = entry.statements.join(", ");
        text += &format!("  {:width$}  {}  ({statements})\n", entry.name, entry.about);
    }
    text += "\nAdd `-- --help` for its settings.\n";
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
