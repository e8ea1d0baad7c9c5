//! A claim, decided.

use std::fmt;

use anstyle::Style;
use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::table::number;

/// Whose settings a claim was measured at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// The book's.
    Book,
    /// Settings that we chose, because the book has none or because its own do not show the statement.
    Ours,
}

/// One measurable claim and its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The id of the statement that it belongs to.
    pub statement: String,
    /// What would be seen if the statement were true.
    pub sentence: String,
    /// The threshold, and why that one.
    pub rule: String,
    /// Whose settings it was measured at.
    pub setting: Setting,
    /// Whether it holds.
    pub verdict: Verdict,
    /// The mean over the seeds, or the number itself where nothing is random.
    pub effect: f64,
    /// The 95 % interval of the effect, if it is one over seeds.
    pub interval: Option<(f64, f64)>,
    /// How many seeds agree with the claim, and how many there are.
    pub agree: Option<(usize, usize)>,
    /// If it is undecided: what would decide it, or what is missing.
    pub note: String,
    /// For a learner: why it does not hold, or if it does, what to be careful about.
    pub explanation: String,
}

impl Claim {
    /// Whether the record has what the claim is about.
    pub fn is_measured(&self) -> bool {
        // Without randomness a number always decides; only seeds can leave a claim undecided.
        self.verdict != Verdict::Undecided || self.agree.is_some()
    }

    /// The numbers in one line: the effect, its interval, and how many seeds agree.
    pub fn numbers(&self) -> String {
        if !self.is_measured() {
            return "not measured".into();
        }
        let mut text = number(self.effect);
        if let Some((low, high)) = self.interval {
            text += &format!(" [{}, {}]", number(low), number(high));
        }
        if let Some((agree, of)) = self.agree {
            text += &format!(", {agree} of {of} seeds agree");
        }
        text
    }
}

/// One line; `{:#}` gives the verdict its colour.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { statement, verdict, sentence, note, .. } = self;
        let style = if f.alternate() { verdict.style() } else { Style::new() };
        write!(f, "{statement:<3} {style}{verdict:<13}{style:#} {sentence}: {}", self.numbers())?;
        if !note.is_empty() {
            write!(f, " ({note})")?;
        }
        Ok(())
    }
}
