//! What a run says on standard output: a table for a reader, or JSON for a program.
//!
//! Colours are there on a terminal alone, and `NO_COLOR` or `CLICOLOR=0` takes them away
//! (`CLICOLOR_FORCE=1` gives them to a pipe as well). Progress and errors go to standard error, so
//! that with `--format json` standard output is one JSON document and nothing else.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// `--format`: how what was found is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// The table and the claims, to read.
    #[default]
    Table,
    /// The same as one JSON document.
    Json,
}

/// Prints on standard output, with the text's colours where they are wanted.
///
/// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
pub fn print(text: impl Display) -> ExitCode {
    match write!(anstream::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(format!("cannot print what was found: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a line unless quiet is asked for. That its reader has closed the pipe is no failure: what
/// counts is in files.
pub fn say(quiet: bool, line: impl Display) {
    if !quiet {
        let _ = writeln!(anstream::stdout().lock(), "{line}");
    }
}

/// Says on standard error what went wrong; exit code 1.
pub fn fail(error: impl Display) -> ExitCode {
    const RED: Style = AnsiColor::Red.on_default().bold();
    note(format_args!("{RED}error:{RED:#} {error}"));
    ExitCode::FAILURE
}

/// Says a line on standard error. That nobody can read it (`2>&1 | head`, a full disk under a log) is
/// no reason to stop, as it would be for `eprintln!`.
pub fn note(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// `text` as a sentence.
pub fn sentence(text: &str) -> String {
    capital(text) + "."
}

/// With a capital letter to begin with, unless it begins with a symbol: `η …` and `x …` stay.
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
    fn a_sentence_begins_with_a_capital_and_a_symbol_stays() {
        let texts = ["a step", "one", "η = 1", "x falls", "Xavier", ""].map(capital);
        assert_eq!(texts, ["A step", "One", "η = 1", "x falls", "Xavier", ""]);
    }
}
