//! The lines that the command prints while it runs.

use std::fmt::Display;
use std::io::Write;

use lab::common::Common;
use lab::output::Format;

/// Where the lines go: to standard output for a reader, to standard error if standard output is read by
/// a program, and nowhere with `--quiet`.
pub struct Say {
    quiet: bool,
    format: Format,
}

impl Say {
    /// As the flags say.
    pub fn new(common: &Common) -> Self {
        Self { quiet: common.quiet, format: common.format }
    }

    /// Prints one line. If the reader has closed the pipe, that is not a failure, because the report is
    /// what counts.
    pub fn line(&self, line: impl Display) {
        let _ = match self.format {
            _ if self.quiet => Ok(()),
            Format::Table => writeln!(anstream::stdout().lock(), "{line}"),
            Format::Json => writeln!(anstream::stderr().lock(), "{line}"),
        };
    }
}
