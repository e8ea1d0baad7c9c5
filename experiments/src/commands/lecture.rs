//! `lecture`: every experiment, and the report of all.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use anstyle::Style;
use clap::Parser;
use serde_json::{Value, json};

use crate::EXPERIMENTS;
use crate::backend_agreement::Agreement;
use crate::lecture::{LECTURE, statements};
use lab::cli::{Entry, Tool};
use lab::common::Common;
use lab::found;
use lab::outcome::Outcome;
use lab::output;
use lab::output::Format;
use lab::report::{Failure, Part, Report, html, markdown, markdown_korean};
use lab::run_error::panic_message;
use lab::statement::Standing;
use lab::verdict::{Verdict, together};
use training::files::{FileError, create_folder, write_whole};

/// Runs every experiment of the lecture and writes the report, OUT/index.html
///
/// Interrupt it when you like: it goes on from the trials that are there.
#[derive(Parser)]
#[command(name = "lecture", version)]
pub struct Lecture {
    /// Run only these experiments, by the ids of statements or by name, separated by commas
    #[arg(long, value_delimiter = ',', value_parser = id_or_name, value_name = "ID|NAME")]
    only: Vec<String>,

    /// One seed each, in about a minute: a look at everything, which decides nothing statistical
    #[arg(long, conflicts_with = "seeds")]
    quick: bool,

    #[command(flatten)]
    common: Common,
}

fn serves(entry: &Entry, wanted: &str) -> bool {
    entry.name == wanted || entry.statements.contains(&wanted)
}

/// The id of a statement that is served, or the name of an experiment.
fn id_or_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    for wanted in [text, &upper] {
        if EXPERIMENTS.iter().any(|entry| serves(entry, wanted)) {
            return Ok(wanted.to_owned());
        }
    }
    let served = |id: &str| EXPERIMENTS.iter().any(|entry| entry.statements.contains(&id));
    let ids: Vec<_> = statements().map(|s| s.id).filter(|id| served(id)).collect();
    let names: Vec<_> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    Err(format!("allowed: the ids {}; the names {}", ids.join(", "), names.join(", ")))
}

impl Tool for Lecture {
    fn run(self) -> ExitCode {
        let Self { only, quick, mut common } = self;
        if quick {
            common.seeds = Some(1);
        }
        let asked =
            |entry: &&Entry| only.is_empty() || only.iter().any(|wanted| serves(entry, wanted));
        let entries: Vec<&'static Entry> = EXPERIMENTS.iter().filter(asked).collect();
        let say = Say::new(&common);
        if quick {
            say.line("One seed each: this decides nothing statistical.");
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

        let partial = entries.len() < EXPERIMENTS.iter().count();
        let agreement = Agreement::read(&common.out);
        let chapters = LECTURE.iter().collect();
        let entries = EXPERIMENTS.iter().collect();
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

/// Runs one experiment; a failure of any kind is a reason, so that the others go on.
fn run(entry: &Entry, common: &Common) -> Result<Outcome, Failure> {
    let mut common = entry.seeded(common);
    // Its progress is for a terminal; elsewhere the line at the end is enough.
    common.quiet |= !io::stderr().is_terminal();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| (entry.run)(&common)))
        .map_err(|panic| Failure::Panic { message: panic_message(&*panic) })??;
    Ok(outcome)
}

/// "O1 holds, O2 holds": the verdict on each statement, from this experiment alone.
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

fn write(report: &Report) -> Result<(), FileError> {
    let out = &report.common.out;
    create_folder(out)?;
    write_whole(&out.join("index.html"), html(report).as_bytes())?;
    write_whole(&out.join("verdicts.md"), markdown(report).as_bytes())?;
    write_whole(&out.join("verdicts.ko.md"), markdown_korean(report).as_bytes())
}

fn page(common: &Common) -> String {
    common.out.join("index.html").display().to_string()
}

/// The whole lecture for a program: each statement's standing, and each experiment's outcome or the
/// reason of its failure.
fn json(report: &Report) -> Value {
    let by = |id: &str| -> Vec<&str> {
        let serving = report.parts.iter().filter(|part| part.entry.statements.contains(&id));
        serving.map(|part| part.entry.name).collect()
    };
    let statement = |id: &'static str, title: &'static str| {
        let standing = report.standing(id).to_string();
        json!({ "id": id, "title": title, "verdict": standing, "measured_by": by(id) })
    };
    let part = |part: &Part| match &part.result {
        Ok(outcome) => found::json(outcome),
        Err(reason) => json!({ "experiment": part.entry.name, "error": reason.to_string() }),
    };
    json!({
        "report": page(report.common),
        "statements": statements().map(|s| statement(s.id, s.title)).collect::<Vec<_>>(),
        "experiments": report.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

/// Where lines about the run go: to standard output for a reader, to standard error where standard
/// output is for a program, nowhere if quiet is asked for.
struct Say {
    quiet: bool,
    format: Format,
}

impl Say {
    fn new(common: &Common) -> Self {
        Self { quiet: common.quiet, format: common.format }
    }

    /// A reader that has closed the pipe is no failure: the report is what counts.
    fn line(&self, line: impl Display) {
        let _ = match self.format {
            _ if self.quiet => Ok(()),
            Format::Table => writeln!(anstream::stdout().lock(), "{line}"),
            Format::Json => writeln!(anstream::stderr().lock(), "{line}"),
        };
    }
}
