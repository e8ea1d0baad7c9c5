//! The whole page.

use askama::Template;
use language::{Language, message, tr};

use super::about_run::AboutRun;
use super::comparison::Comparison;
use super::contents::Report;
use super::data_sets::OtherData;
use super::markup::Markup;
use super::message::markup;
use super::section::{ChapterSection, Shown};
use super::words;
use crate::foreign::is_obeyed;
use crate::output::sentence;
use crate::title::Title;

/// What the templates show: `report.html`, and the files that it includes.
#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
struct Page<'a> {
    language: Language,
    translations: Vec<Translation>,
    title: Title<'a>,
    style: Markup,
    script: Markup,
    language_script: Markup,
    quick: bool,
    partial: bool,
    summary: String,
    versions: String,
    chapters: Vec<ChapterSection<'a>>,
    comparison: Option<Comparison<'a>>,
    other_data: Option<OtherData<'a>>,
    run: AboutRun<'a>,
}

/// The same page in another language.
struct Translation {
    language: Language,
    file: String,
}

impl Translation {
    fn others(language: Language) -> Vec<Self> {
        let others = Language::ALL.into_iter().filter(|&other| other != language);
        others.map(|language| Self { language, file: file_name(language) }).collect()
    }
}

/// The name of the page's file in a language, under which the pages in other languages link to it.
pub fn file_name(language: Language) -> String {
    format!("index{}.html", language.suffix())
}

/// The whole report as an HTML page, in the current language.
pub fn html(report: &Report) -> String {
    let language = language::current();
    let page = Page {
        language,
        translations: Translation::others(language),
        title: Title::of(report.title, report.korean),
        style: Markup::style(),
        script: Markup::script(),
        language_script: Markup::language_script(),
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
