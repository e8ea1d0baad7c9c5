//! `lecture`: runs every experiment of the lecture, and writes the report.

mod files;
mod say;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use anstyle::Style;
use clap::Parser;
use lab::cli::{Entry, Tool};
use lab::common::Common;
use lab::outcome::Outcome;
use lab::output;
use lab::output::Format;
use lab::report::{Failure, Part, Report};
use lab::run_error::panic_message;
use lab::statement::Standing;
use lab::verdict::{Verdict, together};
use training::flags::InvalidValue;

use super::backend_agreement::agreement::Agreement;
use crate::lecture::{LECTURE, statements};
use crate::registry::{EXPERIMENTS, LONGER, experiment};
use files::{json, page, write};
use say::Say;

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
}

fn measures(entry: &Entry, wanted: &str) -> bool {
    entry.name == wanted || entry.statements.contains(&wanted)
}

/// The id of a statement that an experiment measures, or the name of an experiment. An id does not stand
/// for the longer experiments: they run only by name.
fn id_or_name(text: &str) -> Result<String, InvalidValue> {
    let is_measured = |id: &str| EXPERIMENTS.iter().any(|entry| entry.statements.contains(&id));
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    for wanted in [text, &upper] {
        if experiment(wanted).is_some() || is_measured(wanted) {
            return Ok(wanted.to_owned());
        }
    }
    let ids: Vec<_> = statements().map(|s| s.id).filter(|id| is_measured(id)).collect();
    let names: Vec<_> = EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| entry.name).collect();
    let allowed = format!("allowed: the ids {}; the names {}", ids.join(", "), names.join(", "));
    Err(allowed.into())
}

impl Tool for Lecture {
    fn run(self) -> ExitCode {
        let Self { only, quick, mut common } = self;
        if quick {
            common.seeds = Some(1);
        }
        let asked =
            |entry: &&Entry| only.is_empty() || only.iter().any(|wanted| measures(entry, wanted));
        let named = |entry: &&Entry| only.iter().any(|wanted| wanted == entry.name);
        let longer = LONGER.iter().filter(named);
        let entries: Vec<&'static Entry> = EXPERIMENTS.iter().filter(asked).chain(longer).collect();
        let say = Say::new(&common);
        if quick {
            say.line("One seed per experiment: claims that need several seeds stay undecided.");
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
                    say.line(format!("{place} {seconds:>6.1} s  {}", verdicts(outcome)));
                }
                Err(reason) => {
                    output::fail(format!("{place} {seconds:>6.1} s  {reason}"));
                }
            }
            parts.push(Part { entry, result });
        }

        // With one seed, a longer experiment would show less than it has measured before.
        let others = LONGER.iter().filter(|entry| asked(entry) && !named(entry) && !quick);
        for (entry, outcome) in others.filter_map(|entry| Some((entry, kept(entry, &common)?))) {
            say.line(format!("{:>5} {:<24} {:>8}  {}", "", entry.name, "kept", verdicts(&outcome)));
            parts.push(Part { entry, result: Ok(outcome) });
        }

        let partial = !EXPERIMENTS.iter().all(|entry| asked(&entry));
        let agreement = Agreement::read(&common.out);
        let chapters = LECTURE.iter().collect();
        let entries = EXPERIMENTS.iter().chain(LONGER.iter()).collect();
        let agreement = agreement.map(|agreement| agreement.for_report());
        let report = Report {
            title: "Deep Learning Basics 2",
            korean: "딥러닝 기초2",
            chapters,
            entries,
            parts: &parts,
            common: &common,
            quick,
            partial,
            agreement,
        };
        if let Err(error) = write(&report) {
            return output::fail(error);
        }
        say.line("");
        for statement in statements() {
            let standing = report.standing(statement.id);
            if partial && standing == Standing::NotRun {
                continue;
            }
            let style = match standing {
                Standing::Judged(verdict) => verdict.style(),
                _ => Style::new(),
            };
            let title = statement.title;
            say.line(format!("  {:<3} {title:<40} {style}{standing}{style:#}", statement.id));
        }
        let summary = report.summary();
        say.line(format!("\n  {summary}, in {:.0} s", start.elapsed().as_secs_f64()));
        say.line(format!("  report   {}", page(&common)));
        if common.format == Format::Json {
            let printed = output::print(format!("{:#}\n", json(&report)));
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

/// Runs one experiment. A failure of any kind becomes a reason, so that the others still run.
fn run(entry: &Entry, common: &Common) -> Result<Outcome, Failure> {
    let mut common = entry.seeded(common);
    // Progress is shown on a terminal; elsewhere the line at the end is enough.
    common.quiet |= !io::stderr().is_terminal();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| (entry.run)(&common)))
        .map_err(|panic| Failure::Panic { message: panic_message(&*panic) })??;
    Ok(outcome)
}

/// What an experiment measured before, if all of its trials are there.
fn kept(entry: &Entry, common: &Common) -> Option<Outcome> {
    let common = entry.seeded(common);
    panic::catch_unwind(AssertUnwindSafe(|| entry.kept(&common))).ok().flatten()
}

/// "O1 holds, O2 holds": the verdict on each statement from this experiment alone.
fn verdicts(outcome: &Outcome) -> String {
    let claimed: BTreeSet<&str> = outcome.claims.iter().map(|c| c.statement.as_str()).collect();
    let in_order = statements().map(|statement| statement.id).filter(|id| claimed.contains(id));
    let verdict = |id: &str| {
        let claims = outcome.claims.iter().filter(|claim| claim.statement == id);
        let verdict: Verdict = together(claims.map(|claim| claim.verdict));
        let style = verdict.style();
        format!("{id} {style}{verdict}{style:#}")
    };
    in_order.map(verdict).collect::<Vec<_>>().join(", ")
}
