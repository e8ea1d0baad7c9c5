//! The whole page.

use askama::Template;

use super::about_run::AboutRun;
use super::comparison::Comparison;
use super::contents::Report;
use super::data_sets::OtherData;
use super::markup::Markup;
use super::section::{ChapterSection, Shown};
use crate::foreign::is_obeyed;
use crate::output::sentence;

/// What the templates show: `report.html`, and the files that it includes.
#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
struct Page<'a> {
    title: &'a str,
    korean: &'a str,
    style: Markup,
    script: Markup,
    quick: bool,
    partial: bool,
    summary: String,
    versions: String,
    chapters: Vec<ChapterSection<'a>>,
    comparison: Option<Comparison<'a>>,
    other_data: Option<OtherData<'a>>,
    run: AboutRun<'a>,
}

/// The whole report as an HTML page.
pub fn html(report: &Report) -> String {
    let page = Page {
        title: report.title,
        korean: report.korean,
        style: Markup::style(),
        script: Markup::script(),
        quick: report.quick,
        partial: report.partial,
        summary: report.summary(),
        versions: sentence(&report.versions()),
        chapters: report.chapters.iter().map(|c| ChapterSection::of(report, c)).collect(),
        comparison: report.agreement.as_ref().map(Comparison::of),
        other_data: report.data_sets.as_ref().map(OtherData::of),
        run: AboutRun::of(report),
    };
    page.to_string().chars().filter(|&c| is_allowed(c)).collect()
}

/// Whether XML and HTML both allow a character, and it does not turn the direction of the text. The others are
/// left out: most of them cannot even be written as entities.
fn is_allowed(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(is_obeyed(c) || matches!(c, '\u{fffe}' | '\u{ffff}'))
}
