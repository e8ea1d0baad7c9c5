//! The section of one statement.

use language::translated;

use super::claims::{Badge, ClaimItem, Failing, Finding};
use super::code::CodeBox;
use super::contents::Report;
use super::evidence::{Evidence, Picture};
use super::explore_box::ExploreBox;
use super::markup::Markup;
use super::part::{Failure, Part};
use super::question::QuestionBox;
use crate::statement::{Chapter, Standing, Statement};
use crate::title::Title;
use crate::verdict::Verdict;

/// A chapter with the sections of its statements.
pub struct ChapterSection<'a> {
    pub number: usize,
    pub title: Title<'a>,
    pub sections: Vec<StatementSection<'a>>,
}

impl<'a> ChapterSection<'a> {
    pub fn of(report: &'a Report, chapter: &'a Chapter) -> Self {
        let statements = chapter.statements.iter();
        let sections = statements.map(|statement| StatementSection::of(report, statement));
        let title = Title::of(chapter.title, chapter.korean);
        Self { number: chapter.number, title, sections: sections.collect() }
    }
}

/// The section of one statement.
pub struct StatementSection<'a> {
    pub id: &'static str,
    pub title: Title<'a>,
    /// What the lecture says.
    pub sentence: &'a str,
    pub badge: Badge,
    /// The verdict before the correction for several claims, if it was another one.
    pub before: Option<&'static str>,
    pub question: Option<QuestionBox<'a>>,
    pub equation: Option<Markup>,
    pub code: Vec<CodeBox>,
    pub finding: Option<Finding>,
    pub failing: Vec<Failing>,
    pub shown: Vec<Shown<'a>>,
    pub claims: Vec<ClaimItem<'a>>,
    pub not_run: Option<NotRun>,
    /// "`a`, `b`": the experiments that measure this statement as well, and that gave nothing.
    pub missing: Vec<&'static str>,
    pub explorers: Vec<ExploreBox<'a>>,
    /// The address at which it can be seen happening.
    pub playground: Option<String>,
}

/// What the section of a statement shows of an experiment that measures it.
pub enum Shown<'a> {
    /// The experiment failed.
    Failure { name: &'static str, reason: &'a Failure },
    /// Everything, because this is the first of its statements.
    Evidence(Evidence<'a>),
    /// The figures that belong here, and where to find the rest.
    Reference {
        pictures: Vec<Picture>,
        name: &'static str,
        title: Title<'static>,
        /// The id of the statement with the evidence.
        home: &'static str,
        /// Whether that statement shows figures.
        home_has_pictures: bool,
    },
}

/// A statement that was not measured, and the command that would measure it, if there is one.
pub struct NotRun {
    pub command: Option<String>,
}

impl<'a> StatementSection<'a> {
    fn of(report: &'a Report, statement: &'a Statement) -> Self {
        let id = statement.id;
        let standing = report.standing(id);
        let explorers = report.outcomes().flat_map(|outcome| &outcome.views.explorers);
        Self {
            id,
            title: Title::of(statement.title, statement.korean),
            sentence: translated(statement.sentence),
            badge: Badge::of(standing),
            before: report.judgement(id).other_before().map(Verdict::word),
            question: statement.question.as_ref().map(QuestionBox::of),
            equation: Markup::equation(translated(statement.equation)),
            code: statement.code.iter().filter_map(CodeBox::of).collect(),
            finding: Finding::of(report, id),
            failing: Failing::all(report, id),
            shown: report.parts_of(id).map(|part| Shown::of(report, part, id)).collect(),
            claims: ClaimItem::all(report, id),
            not_run: (standing == Standing::NotRun).then(|| NotRun::of(report, id)),
            missing: report.missing_for(id),
            explorers: explorers
                .filter(|explorer| explorer.statement == id)
                .map(ExploreBox::of)
                .collect(),
            playground: report.playground.map(|address| format!("{address}{id}")),
        }
    }
}

impl<'a> Shown<'a> {
    fn of(report: &Report, part: &'a Part, id: &str) -> Self {
        let (name, home) = (part.entry.name, part.entry.statements[0]);
        match &part.result {
            Err(reason) => Self::Failure { name, reason },
            Ok(outcome) if home == id => Self::Evidence(Evidence::of(report, part.entry, outcome)),
            Ok(outcome) => Self::Reference {
                pictures: Picture::all(outcome, id),
                name: outcome.name,
                title: Title::of_both(outcome.title),
                home,
                home_has_pictures: Picture::any(outcome, home),
            },
        }
    }
}

impl NotRun {
    fn of(report: &Report, id: &str) -> Self {
        let by = report.entries.iter().find(|entry| entry.statements.contains(&id));
        Self { command: by.map(|entry| report.command(entry)) }
    }
}
