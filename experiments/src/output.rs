//! What a run says on standard output: a table for a reader, or JSON for a program.
//!
//! Colours are there on a terminal alone, and `NO_COLOR` or `CLICOLOR=0` takes them away
//! (`CLICOLOR_FORCE=1` gives them to a pipe as well). Progress and errors go to standard error, so
//! that with `--format json` standard output is one JSON document and nothing else.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runner::Outcome;

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

/// The table, the claims, and where the files are.
pub fn text(outcome: &Outcome) -> String {
    let (ran, kept) = outcome.trials;
    let mut text = format!("{} · {}\n\n{}\n", outcome.name, outcome.title, outcome.table);
    for claim in &outcome.claims {
        text += &format!("  {claim:#}\n");
    }
    let reused = if kept > 0 { format!(", {kept} kept from before") } else { String::new() };
    let _ = writeln!(text, "\n  {ran} trials in {:.1} s{reused}", outcome.seconds);
    text += &format!("  record   {}\n", outcome.folder.join("record.json").display());
    for (name, _) in &outcome.drawings {
        text += &format!("  figure   {}.svg (and .png)\n", outcome.folder.join(name).display());
    }
    text
}

/// The same for a program. A cell of the table is the text that a reader would see; the claims have
/// their numbers in full, `null` where a number is not finite. There is no time in it: the same
/// settings give the same document.
///
/// ```json
/// { "experiment": "optimizer_paths", "title": "…", "statements": ["O1"], "settings": {},
///   "provenance": {}, "table": [{"optimizer": "SGD", "η": "0.95"}],
///   "claims": [{"statement": "O1", "verdict": "holds", "effect": 0.1, "interval": null}],
///   "record": "results/optimizer_paths/record.json",
///   "figures": ["results/optimizer_paths/optimizer_paths.svg"] }
/// ```
pub fn json(outcome: &Outcome) -> Value {
    let path = |file: String| outcome.folder.join(file).display().to_string();
    let figures = outcome.drawings.iter().map(|(name, _)| path(format!("{name}.svg")));
    json!({
        "experiment": outcome.name,
        "title": outcome.title,
        "statements": outcome.statements,
        "settings": outcome.settings,
        "provenance": outcome.provenance,
        "table": outcome.table,
        "claims": outcome.claims,
        "record": path("record.json".into()),
        "figures": figures.collect::<Vec<_>>(),
    })
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
