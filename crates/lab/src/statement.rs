//! The form of a lecture's map: chapters with their statements, and what a run found about each.

use language::tr;
use training::list::Listed;

use crate::excerpt::Excerpt;
use crate::verdict::{Judgement, Verdict};

/// A chapter of the lecture.
pub struct Chapter {
    /// The number.
    pub number: usize,
    /// The title, in English.
    pub title: &'static str,
    /// The slides' title, in Korean.
    pub korean: &'static str,
    /// The statements, in the slides' order.
    pub statements: &'static [Statement],
}

impl Listed for Chapter {
    fn name(&self) -> String {
        self.title.into()
    }
}

/// One thing that the lecture says.
pub struct Statement {
    /// The id.
    pub id: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The same in Korean, in the terms of the slides and the book.
    pub korean: &'static str,
    /// What the lecture says, in this project's words.
    pub sentence: &'static str,
    /// Its equation, in the notation of [`equation`](crate::equation::equation); empty if it has none.
    pub equation: &'static str,
    /// What a reader may answer before reading on, if anything.
    pub question: Option<Question>,
    /// The lines of the source code that compute the equation; empty if there are none.
    pub code: &'static [Excerpt],
}

/// A question with several answers. One of them is right.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The question.
    pub asks: &'static str,
    /// The answers to choose from.
    pub answers: &'static [&'static str],
    /// The place of the right one among them, from 0.
    pub right: usize,
    /// Why it is right.
    pub because: &'static str,
}

/// What is known of a statement after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its claims were measured.
    Judged(Verdict),
    /// An experiment that serves it failed, and no other served it.
    Failed,
    /// No experiment that serves it was run.
    NotRun,
}

impl Standing {
    /// The standing of a statement: the judgement on its claims, whether any experiment measured it, and
    /// whether any failed.
    pub fn of(judgement: &Judgement, measured: bool, failed: bool) -> Self {
        match (measured, failed) {
            (true, _) => Self::Judged(judgement.verdict),
            (false, true) => Self::Failed,
            (false, false) => Self::NotRun,
        }
    }

    /// The standing for a reader, in the current language. [`Display`](std::fmt::Display) is always English.
    pub fn word(self) -> &'static str {
        match self {
            Self::Judged(verdict) => verdict.word(),
            Self::Failed => tr!("failed"),
            Self::NotRun => tr!("not run"),
        }
    }
}

impl std::fmt::Display for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Judged(verdict) => verdict.fmt(f),
            Self::Failed => f.pad("failed"),
            Self::NotRun => f.pad("not run"),
        }
    }
}
