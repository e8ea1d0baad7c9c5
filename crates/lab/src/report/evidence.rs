//! What an experiment shows on the page: its figures, its table, and the command that runs it.

use figures::{Diagram, Figure};
use language::translated;

use super::contents::Report;
use super::markup::Markup;
use crate::cli::Entry;
use crate::experiment::Drawing;
use crate::outcome::Outcome;
use crate::table::Table;
use crate::title::Title;

/// The width of the text on a phone whose screen is 390 pixels wide.
const NARROW_PAGE: f64 = 360.0;

/// A figure with its title, which names it for those who do not see it.
pub struct Picture {
    pub title: String,
    pub svg: Markup,
    /// The same for a narrow page, if the figure is wider than that.
    pub narrow: Option<Narrow>,
}

/// A figure for a narrow page.
pub struct Narrow {
    pub svg: Markup,
    /// The title and the subtitle, which the page shows as text of its own; a diagram has its title inside.
    pub caption: Option<(String, String)>,
}

impl Picture {
    /// The figures of an experiment that belong to this statement.
    pub fn all(outcome: &Outcome, statement: &str) -> Vec<Self> {
        let here = |(name, _): &&(&str, Drawing)| (outcome.shown_at)(name) == statement;
        let picture = |(name, drawing): &(&str, Drawing)| {
            let prefix = format!("{}-{name}", outcome.name);
            match drawing {
                Drawing::Figure(figure) => Self::of_figure(figure, &prefix),
                Drawing::Diagram(diagram) => Self::of_diagram(diagram, &prefix),
            }
        };
        outcome.views.drawings.iter().filter(here).map(picture).collect()
    }

    /// Whether any figure of an experiment belongs to this statement.
    pub fn any(outcome: &Outcome, statement: &str) -> bool {
        outcome.views.drawings.iter().any(|(name, _)| (outcome.shown_at)(name) == statement)
    }

    /// A figure, as SVG whose ids begin with `prefix`.
    pub fn of_figure(figure: &Figure, prefix: &str) -> Self {
        let narrow = |narrow: Figure| Narrow {
            svg: Markup::figure(&narrow.without_heading(), &format!("{prefix}-narrow")),
            caption: Some((figure.title().to_owned(), figure.subtitle_text().to_owned())),
        };
        Self {
            title: figure.title().to_owned(),
            svg: Markup::figure(figure, prefix),
            narrow: figure.narrow(NARROW_PAGE).map(narrow),
        }
    }

    fn of_diagram(diagram: &Diagram, prefix: &str) -> Self {
        let narrow = |narrow: Diagram| Narrow {
            svg: Markup::diagram(&narrow, &format!("{prefix}-narrow")),
            caption: None,
        };
        Self {
            title: diagram.title().to_owned(),
            svg: Markup::diagram(diagram, prefix),
            narrow: diagram.narrow(NARROW_PAGE).map(narrow),
        }
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
            pictures: Picture::all(outcome, entry.statements[0]),
            table: &outcome.views.table,
            command: report.command(entry),
        }
    }
}
