//! What a run prints: a table for a reader, or JSON for a program.
//!
//! Only a terminal gets colours; `NO_COLOR` or `CLICOLOR=0` turns them off, and `CLICOLOR_FORCE=1` turns
//! them on for a pipe. Progress and errors go to standard error, so that with `--format json` standard
//! output is one JSON document and nothing else.
//!
//! Every command prints through this module. Text that somebody else wrote is made visible here (see
//! [`foreign`](crate::foreign)), and a result that could not be printed makes the command fail ([`finish`]).

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue};
use language::Language;
use serde::{Deserialize, Serialize};
use training::shown;

use crate::foreign::{visible, visible_lines};

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

/// Whether something could not be written to standard output.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

/// Prints on standard output, with the text's colours if they are on.
///
/// It is not an error if the reader closes the pipe early, as `| head` does. Any other failure is reported
/// once, and makes the whole command fail at its end ([`finish`]), so that the result need not be checked.
pub fn print(text: impl Display) -> ExitCode {
    let text = text.to_string();
    let mut out = anstream::stdout().lock();
    // Not left to the end of the program, which would ignore that it fails.
    let written = out.write_all(visible_lines(&text).as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            if !UNPRINTED.swap(true, Ordering::Relaxed) {
                fail(format!("cannot write to standard output: {error}"));
            }
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a line on standard output unless `quiet`. What is said of [`print()`] holds here too.
pub fn say(quiet: bool, line: impl Display) {
    if !quiet {
        print(format_args!("{line}\n"));
    }
}

/// The exit code of a command that ends with `code`: a failure if something could not be printed.
pub fn finish(code: ExitCode) -> ExitCode {
    match UNPRINTED.load(Ordering::Relaxed) && code == ExitCode::SUCCESS {
        true => ExitCode::FAILURE,
        false => code,
    }
}

/// Prints what clap has to say instead of running a command: help and versions on standard output, with
/// exit code 0; what is wrong with the arguments on standard error, with exit code 2. A value of 300 digits is
/// cut.
pub fn usage(mut said: clap::Error) -> ExitCode {
    let arguments: Vec<_> = said
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, visible(&shown::text(text)))),
            // clap puts the most similar name last; others are rather a distraction.
            ContextValue::Strings(names) if kind == ContextKind::SuggestedSubcommand => {
                Some((kind, names.last()?.clone()))
            }
            _ => None,
        })
        .collect();
    for (kind, text) in arguments {
        said.insert(kind, ContextValue::String(text));
    }
    let text = said.render().ansi().to_string();
    match said.use_stderr() {
        true => {
            to_stderr(&visible_lines(&text));
            ExitCode::from(2)
        }
        false => finish(print(text)),
    }
}

/// Prints the error on standard error, in one line, and returns exit code 1.
pub fn fail(error: impl Display) -> ExitCode {
    const RED: Style = AnsiColor::Red.on_default().bold();
    to_stderr(&format!("{RED}error:{RED:#} {}\n", visible(&error.to_string())));
    ExitCode::FAILURE
}

/// Prints one line on standard error.
pub fn note(line: impl Display) {
    to_stderr(&(visible(&line.to_string()) + "\n"));
}

/// Prints lines in our own colours on standard error, as [`say`] does on standard output.
pub fn note_lines(lines: impl Display) {
    to_stderr(&(visible_lines(&lines.to_string()).into_owned() + "\n"));
}

/// Unlike `eprint!`, it does not panic if that fails (`2>&1 | head`, or a log file on a full disk).
fn to_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// `text` as a sentence.
pub fn sentence(text: &str) -> String {
    ended(&capital(text))
}

/// `text` with a full stop at its end, unless it ends with one or with another sign that ends a sentence.
pub fn ended(text: &str) -> String {
    let is_ended = text.ends_with(['.', '?', '!', ':']);
    if is_ended { text.into() } else { format!("{text}.") }
}

/// `text` with a capital letter at its beginning, unless that is a symbol, as in `η …` and `x …`. Only English
/// sentences begin with one.
pub fn capital(text: &str) -> String {
    if language::current() != Language::English {
        return text.into();
    }
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
        let korean = language::within(Language::Korean, || sentence("relu의 값"));
        assert_eq!(korean, "relu의 값.");
    }

    #[test]
    fn a_sentence_has_one_full_stop() {
        assert_eq!(["one", "One.", "why?"].map(sentence), ["One.", "One.", "Why?"]);
    }
}
