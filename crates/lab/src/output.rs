//! What a run prints: a table for a reader, or JSON for a program.
//!
//! Only a terminal gets colours; `NO_COLOR` or `CLICOLOR=0` turns them off, and `CLICOLOR_FORCE=1` turns
//! them on for a pipe. Progress and errors go to standard error, so that with `--format json` standard
//! output is one JSON document and nothing else.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// `--format`: how the results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// As the table and the claims, to read.
    #[default]
    Table,
    /// As one JSON document.
    Json,
}

/// Prints on standard output, with the text's colours if they are on.
///
/// It is not an error if the reader closes the pipe early, as `| head` does.
pub fn print(text: impl Display) -> ExitCode {
    match write!(anstream::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(format!("cannot print the results: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a line unless `quiet`. A closed pipe is ignored: what matters is in files.
pub fn say(quiet: bool, line: impl Display) {
    if !quiet {
        let _ = writeln!(anstream::stdout().lock(), "{line}");
    }
}

/// Prints the error on standard error, and returns exit code 1.
pub fn fail(error: impl Display) -> ExitCode {
    const RED: Style = AnsiColor::Red.on_default().bold();
    note(format_args!("{RED}error:{RED:#} {error}"));
    ExitCode::FAILURE
}

/// Prints a line on standard error. Unlike `eprintln!`, it does not panic if that fails (`2>&1 | head`, or
/// a log file on a full disk).
pub fn note(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// `text` as a sentence.
pub fn sentence(text: &str) -> String {
    capital(text) + "."
}

/// `text` with a capital letter at its beginning, unless that is a symbol, as in `η …` and `x …`.
pub fn capital(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or("");
    let is_word =
        word == "a" || (word.len() > 1 && word.starts_with(|c: char| c.is_ascii_lowercase()));
    match is_word {
        true => text[..1].to_uppercase() + &text[1..],
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_or_a_symbol() {
        let texts = ["a step", "one", "η = 1", "x falls", "Xavier", ""].map(capital);
        assert_eq!(texts, ["A step", "One", "η = 1", "x falls", "Xavier", ""]);
    }
}
