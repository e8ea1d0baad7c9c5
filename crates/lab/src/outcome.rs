//! The outcome of a run, for the terminal and for the report.

use std::path::PathBuf;

use language::Language;

use crate::experiment::{Drawing, RecordOf, View};
use crate::explorer::Explorer;
use crate::provenance::Provenance;
use crate::table::Table;
use crate::times::TimeTaken;
use crate::verdict::Claim;

/// What is made of a record.
pub struct Views {
    /// The language of its texts.
    pub language: Language,
    /// The table of results.
    pub table: Table,
    /// The claims, decided.
    pub claims: Vec<Claim>,
    /// The figures, each with the name of its files.
    pub drawings: Vec<(&'static str, Drawing)>,
    /// What the reader of the report can change.
    pub explorers: Vec<Explorer>,
}

impl Views {
    pub(crate) fn of<E: View>(record: &RecordOf<E>) -> Self {
        Self {
            language: language::current(),
            table: E::table(record),
            claims: E::claims(record),
            drawings: E::figures(record),
            explorers: E::explorers(record),
        }
    }
}

/// The outcome of a run, for the terminal and for the report.
pub struct Outcome {
    /// The experiment's name.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// The ids of its statements.
    pub statements: &'static [&'static str],
    /// The settings, as in the record.
    pub settings: serde_json::Value,
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// What is made of the record.
    pub views: Views,
    /// Makes it of the record again, in the language that is current then: [`within`](Self::within).
    pub views_again: Box<dyn Fn() -> Views>,
    /// The statement at which the report shows the figure of a name.
    pub shown_at: fn(&str) -> &'static str,
    /// The folder with the record and the figures.
    pub folder: PathBuf,
    /// How long the run took.
    pub seconds: f64,
    /// How many trials were run now, and how many were kept from before.
    pub trials: (usize, usize),
    /// How long the trials took, now or before.
    pub taken: TimeTaken,
}

impl Outcome {
    /// Makes everything of the record again in `language`, unless it is in it already.
    pub fn within(&mut self, language: Language) {
        if self.views.language != language {
            self.views = language::within(language, &self.views_again);
        }
    }
}
