//! The comparison of backends on the page.

use language::tr;

use super::agreement::Agreement;
use super::evidence::Picture;
use crate::output::{capital, sentence};
use crate::table::Table;

/// The comparison of backends.
pub struct Comparison<'a> {
    pub agreement: &'a Agreement,
    pub summary: String,
    pub picture: Picture,
    pub matrices: Vec<Matrix<'a>>,
    pub about_verdicts: String,
    pub not_compared: Option<String>,
    /// The versions, and what was trained.
    pub versions: String,
}

/// The table of one pair of backends.
pub struct Matrix<'a> {
    pub title: &'a str,
    pub sentence: String,
    pub table: &'a Table,
}

impl<'a> Comparison<'a> {
    pub fn of(agreement: &'a Agreement) -> Self {
        let matrix = |(title, table): &'a (String, Table)| Matrix {
            title,
            sentence: sentence(title),
            table,
        };
        Self {
            agreement,
            summary: sentence(&agreement.summary),
            picture: Picture::of_figure(&agreement.figure, "backend-agreement"),
            matrices: agreement.matrices.iter().map(matrix).collect(),
            about_verdicts: capital(&agreement.about_verdicts),
            not_compared: agreement.not_compared.as_deref().map(sentence),
            versions: tr!(
                "Version {project} of this project, Burn {burn}, {iterations} training steps with \
                 mini-batches of {batch_size}.",
                project = agreement.project,
                burn = agreement.burn,
                iterations = agreement.iterations,
                batch_size = agreement.batch_size
            ),
        }
    }
}
