//! `lecture`: runs every experiment of the lecture, and writes the report.

mod files;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::Instant;

use anstyle::Style;
use clap::Parser;
use lab::cli::{Entry, Tool};
use lab::common::Common;
use lab::foreign::Foreign;
use lab::outcome::Outcome;
use lab::output;
use lab::output::Format;
use lab::panics::caught;
use lab::report::{Failure, Part, Report};
use lab::statement::{Standing, Statement};
use lab::table::spaces;
use lab::verify::{Choice, Verify, VerifyFlags, verified};
use language::{Language, tr};

use super::across_data_sets::matrix::Matrix;
use super::backend_agreement::agreement::Agreement;
use super::only::{asked, id_or_name, is_asked};
use super::say::{Say, labelled, title, verdicts};
use crate::lecture::{LECTURE, statements};
use crate::registry::{EXPERIMENTS, LONGER};
use files::{json, page, write};

/// Runs every experiment of the lecture and writes the report, OUT/index.html
///
/// You can interrupt it at any time; the next run reuses the trials that are finished. The longer
/// experiments run only if --only gives their names; the report shows what they measured before.
#[derive(Parser)]
#[command(name = "lecture", version)]
pub struct Lecture {
    /// Run only these experiments: names, or ids of statements, separated by commas
    #[arg(long, value_delimiter = ',', value_parser = id_or_name, value_name = "ID|NAME")]
    only: Vec<String>,

    /// Run only one seed of each experiment, in about a minute; claims that need several seeds stay
    /// undecided
    #[arg(long, conflicts_with = "seeds")]
    quick: bool,

    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    verify: VerifyFlags,
}

impl Tool for Lecture {
    fn run(self) -> ExitCode {
        let Self { only, quick, mut common, verify } = self;
        if quick {
            common.seeds = Some(1);
        }
        let entries: Vec<&'static Entry> = asked(&only).collect();
        // A longer experiment is shown without being named if all of its trials are kept.
        let is_shown = |entry: &&Entry| {
            is_asked(&only, entry) && !only.iter().any(|wanted| wanted == entry.name) && !quick
        };
        if let Some(choice) = Choice::of(&verify) {
            let shown = LONGER.iter().filter(is_shown);
            let shown = shown.filter(|entry| kept(entry, &common).is_some());
            let all: Vec<&Entry> = entries.iter().copied().chain(shown).collect();
            return verify_again(&all, choice, &common);
        }
        let say = Say::new(&common);
        if quick {
            say.line(tr!(
                "One seed per experiment: claims that need several seeds stay undecided."
            ));
        }

        let start = Instant::now();
        let mut parts = Vec::with_capacity(entries.len());
        for (i, entry) in entries.iter().enumerate() {
            let began = Instant::now();
            let result = run(entry, &common);
            let place = format!("{:>2}/{} {:<24}", i + 1, entries.len(), entry.name);
            let seconds = began.elapsed().as_secs_f64();
            match &result {
                Ok(outcome) => {
                    say.line(format!(
                        "{place} {seconds:>6.1} s  {}",
                        verdicts(&outcome.views.claims)
                    ));
                }
                Err(reason) => {
                    output::fail(format!("{place} {seconds:>6.1} s  {reason}"));
                }
            }
            parts.push(Part { entry, result });
        }

        // With one seed, a longer experiment would show less than it has measured before.
        let others = LONGER.iter().filter(is_shown);
        for (entry, outcome) in others.filter_map(|entry| Some((entry, kept(entry, &common)?))) {
            let (kept, found) = (tr!("kept"), verdicts(&outcome.views.claims));
            say.line(format!("{:>5} {:<24} {}{kept}  {found}", "", entry.name, spaces(kept, 8)));
            parts.push(Part { entry, result: Ok(outcome) });
        }

        let partial = !EXPERIMENTS.iter().all(|entry| is_asked(&only, entry));
        let chosen = language::current();
        let others = Language::ALL.into_iter().filter(|&language| language != chosen);
        // Everything is in the chosen one already, so it comes first.
        for language in std::iter::once(chosen).chain(others) {
            let written = in_language(language, &mut parts, |parts| {
                write(&report_of(parts, &common, quick, partial))
            });
            if let Err(error) = written {
                return output::fail(error);
            }
        }
        let report = report_of(&parts, &common, quick, partial);
        say.line("");
        for statement in statements() {
            let is_left_out = partial && report.standing(statement.id) == Standing::NotRun;
            if !is_left_out {
                say.line(line(&report, statement));
            }
        }
        let (summary, seconds) =
            (report.summary(), format!("{:.0}", start.elapsed().as_secs_f64()));
        say.line(format!("\n  {}", tr!("{summary}, in {seconds} s", summary, seconds)));
        say.line(labelled(tr!("report"), Foreign::text(page(&common))));
        if common.format == Format::Json {
            let document = in_language(Language::English, &mut parts, |parts| {
                json(&report_of(parts, &common, quick, partial))
            });
            let printed = output::print(format!("{document:#}\n"));
            if printed != ExitCode::SUCCESS {
                return printed;
            }
        }
        match parts.iter().any(|part| part.result.is_err()) {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        }
    }
}

/// What is known of a statement, with the longer experiments that it lacks and its verdict before the correction,
/// if that was another one.
fn line(report: &Report, statement: &Statement) -> String {
    let (id, title) = (statement.id, title(statement));
    let standing = report.standing(id);
    let style = match standing {
        Standing::Judged(verdict) => verdict.style(),
        _ => Style::new(),
    };
    let without = match report.missing_for(id) {
        missing if missing.is_empty() => String::new(),
        missing => format!("  ({})", tr!("without {missing}", missing = missing.join(", "))),
    };
    let before = match report.judgement(id).other_before() {
        Some(before) => {
            let before = before.word();
            format!("  ({})", tr!("{before} before the correction for several claims", before))
        }
        None => String::new(),
    };
    let (space, standing) = (spaces(title, 40), standing.word());
    format!("  {id:<3} {title}{space} {style}{standing}{style:#}{without}{before}")
}

/// The report of these experiments, in the current language.
fn report_of<'a>(parts: &'a [Part], common: &'a Common, quick: bool, partial: bool) -> Report<'a> {
    Report {
        title: "Deep Learning Basics 2",
        korean: "딥러닝 기초2",
        chapters: LECTURE.iter().collect(),
        entries: EXPERIMENTS.iter().chain(LONGER.iter()).collect(),
        longer: LONGER.iter().map(|entry| entry.name).collect(),
        parts,
        common,
        quick,
        partial,
        playground: Some(super::playground::SCENE),
        agreement: Agreement::read(&common.out).map(|agreement| agreement.for_report()),
        data_sets: Matrix::read(&common.out).map(|matrix| matrix.for_report()),
    }
}

/// Calls `f` in `language`, with what the experiments gave in it.
fn in_language<R>(language: Language, parts: &mut [Part], f: impl FnOnce(&[Part]) -> R) -> R {
    for outcome in parts.iter_mut().filter_map(|part| part.result.as_mut().ok()) {
        outcome.within(language);
    }
    language::within(language, || f(parts))
}

/// Runs one experiment. A failure of any kind becomes a reason, so that the others still run.
fn run(entry: &Entry, common: &Common) -> Result<Outcome, Failure> {
    let mut common = entry.seeded(common);
    // Progress is shown on a terminal; elsewhere the line at the end is enough.
    common.quiet |= !io::stderr().is_terminal();
    let outcome = caught(|| (entry.run)(&common));
    Ok(outcome.map_err(|message| Failure::Panic { message })??)
}

/// Runs some of the kept trials again, chosen among those of all these experiments, and compares them.
fn verify_again(entries: &[&'static Entry], choice: Choice, common: &Common) -> ExitCode {
    let of = |entry: &'static Entry| -> Box<Verify> {
        let common = entry.seeded(common);
        Box::new(move |indices: &BTreeSet<usize>| (entry.verify)(&common, indices))
    };
    let experiments: Vec<Box<Verify>> = entries.iter().copied().map(of).collect();
    verified(&experiments, choice, common)
}

/// What an experiment measured before, if all of its trials are there.
fn kept(entry: &Entry, common: &Common) -> Option<Outcome> {
    let common = entry.seeded(common);
    caught(|| entry.kept(&common)).ok().flatten()
}
