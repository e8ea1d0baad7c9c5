//! What an experiment shows on the page: its figures, its table, and the command that runs it.

use language::translated;

use super::contents::Report;
use super::markup::Markup;
use crate::cli::Entry;
use crate::experiment::Drawing;
use crate::outcome::Outcome;
use crate::table::Table;
use crate::title::Title;

/// A figure with its title, which names it for those who do not see it.
pub struct Picture {
    pub title: String,
    pub svg: Markup,
    /// The same for a narrow page, if the figure is wider than that.
    pub narrow: Option<Markup>,
}

impl Picture {
    /// The figures of an experiment that belong to this statement.
    pub fn of(outcome: &Outcome, statement: &str) -> Vec<Self> {
        let here = |(name, _): &&(&str, Drawing)| (outcome.shown_at)(name) == statement;
        let picture = |(name, drawing): &(&str, Drawing)| {
            let title = match drawing {
                Drawing::Figure(figure) => figure.title(),
                Drawing::Diagram(diagram) => diagram.title(),
            };
            let prefix = format!("{}-{name}", outcome.name);
            Self {
                title: title.to_owned(),
                svg: Markup::drawing(drawing, &prefix),
                narrow: Markup::narrow(drawing, &prefix),
            }
        };
        outcome.views.drawings.iter().filter(here).map(picture).collect()
    }
}

/// What an experiment shows at its first statement.
pub struct Evidence<'a> {
    pub name: &'static str,
    pub title: Title<'static>,
    pub about: &'static str,
    pub pictures: Vec<Picture>,
    pub table: &'a Table,
    pub command: String,
}

impl<'a> Evidence<'a> {
    pub fn of(report: &Report, entry: &Entry, outcome: &'a Outcome) -> Self {
        Self {
            name: outcome.name,
            title: Title::of_both(outcome.title),
            about: translated(outcome.about),
            pictures: Picture::of(outcome, entry.statements[0]),
            table: &outcome.views.table,
            command: report.command(entry),
        }
    }
}
