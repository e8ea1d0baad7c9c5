//! The lines that a command prints while it runs several experiments.

use std::collections::BTreeSet;
use std::fmt::Display;

use lab::common::Common;
use lab::output::{Format, note_lines, say};
use lab::statement::{Chapter, Statement};
use lab::table::spaces;
use lab::title::Title;
use lab::verdict::{Claim, Judgement};
use language::Language;

use crate::lecture::statements;

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

    /// Prints one line.
    pub fn line(&self, line: impl Display) {
        match self.format {
            _ if self.quiet => {}
            Format::Table => say(false, line),
            Format::Json => note_lines(line),
        }
    }
}

/// A path or command below the results, after the word for what it is: "  report   results/index.html".
pub fn labelled(word: &str, what: impl Display) -> String {
    format!("  {word}{} {what}", spaces(word, 8))
}

/// The title of a statement in the current language.
pub fn title(statement: &Statement) -> &'static str {
    Title::of(statement.title, statement.korean).first
}

/// The heading of a chapter: both titles in English, which names the slides; the slides' own in Korean.
pub fn chapter_title(chapter: &Chapter) -> String {
    match language::current() {
        Language::English => format!("{} · {}", chapter.title, chapter.korean),
        Language::Korean => chapter.korean.into(),
    }
}

/// "O1 holds, O2 holds": the verdict on each statement from these claims alone.
pub fn verdicts(claims: &[Claim]) -> String {
    let claimed: BTreeSet<&str> = claims.iter().map(|c| c.statement.as_str()).collect();
    let in_order = statements().map(|statement| statement.id).filter(|id| claimed.contains(id));
    let verdict = |id: &str| {
        let verdict = Judgement::of(id, claims).verdict;
        let (style, word) = (verdict.style(), verdict.word());
        format!("{id} {style}{word}{style:#}")
    };
    in_order.map(verdict).collect::<Vec<_>>().join(", ")
}
