//! The report: one self-contained HTML page, and the tables of verdicts in Markdown.
//!
//! What the page says is put together here, as plain values; how it looks is in `templates/`, in HTML,
//! CSS and JavaScript. A template escapes every value unless it is [`Markup`](markup::Markup). The page
//! is well-formed XML as well as HTML, and depends on nothing but the records: the same records give
//! the same bytes.
//!
//! | file | what is in it |
//! |---|---|
//! | `contents` | [`Report`]: everything that a report is made of, and what follows from it |
//! | `part`, `agreement` | [`Part`]: one experiment and what it gave; [`Agreement`]: the comparison of backends |
//! | `data_sets` | [`DataSets`]: the comparison of data sets |
//! | `page` | [`html`]: the page in the current language, and [`file_name`] |
//! | `section`, `question`, `code`, `evidence`, `claims`, `explore_box`, `comparison`, `about_run` | the parts of the page |
//! | `markup`, `message` | the only values that the templates do not escape |
//! | `words` | numbers and settings as the report writes them |
//! | `verdict_tables` | [`markdown`] |

mod about_run;
mod agreement;
mod claims;
mod code;
mod comparison;
mod contents;
mod data_sets;
mod evidence;
mod explore_box;
mod markup;
mod message;
mod page;
mod part;
mod question;
mod section;
mod verdict_tables;
mod words;

#[cfg(test)]
mod language_tests;
#[cfg(test)]
mod tests;

pub use agreement::Agreement;
pub use contents::Report;
pub use data_sets::DataSets;
pub use page::{file_name, html};
pub use part::{Failure, Part};
pub use verdict_tables::markdown;
