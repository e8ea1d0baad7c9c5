//! `cargo run -p experiments --bin lecture`: every experiment, and the report of all.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use experiments::EXPERIMENTS;
use experiments::cli::{Common, Entry};
use experiments::files::{FileError, create_folder, write_whole};
use experiments::lecture::{Standing, statements};
use experiments::report::{Part, Report, html, markdown};
use experiments::runner::{Outcome, panic_message};
use experiments::verdict::together;

/// Runs every experiment of the lecture and writes the report, OUT/index.html
///
/// Interrupt it when you like: it goes on from the trials that are there.
#[derive(Parser)]
#[command(name = "lecture", version)]
struct Cli {
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

fn main() -> ExitCode {
    let Cli { only, quick, mut common } = Cli::parse();
    if quick {
        common.seeds = Some(1);
    }
    let quiet = common.quiet;
    let asked = |entry: &&Entry| only.is_empty() || only.iter().any(|wanted| serves(entry, wanted));
    let entries: Vec<&'static Entry> = EXPERIMENTS.iter().filter(asked).collect();
    if quick {
        say(quiet, "One seed each: this decides nothing statistical.");
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
                say(quiet, &format!("{place} {seconds:>6.1} s  {}", verdicts(outcome)));
            }
            Err(reason) => eprintln!("{place} {seconds:>6.1} s  error: {reason}"),
        }
        parts.push(Part { entry, result });
    }

    let partial = entries.len() < EXPERIMENTS.len();
    let report = Report { parts: &parts, common: &common, quick, partial };
    if let Err(error) = write(&report) {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    say(quiet, "");
    for statement in statements() {
        let standing = report.standing(statement.id);
        if partial && standing == Standing::NotRun {
            continue;
        }
        say(quiet, &format!("  {:<3} {:<40} {standing}", statement.id, statement.title));
    }
    let page = common.out.join("index.html");
    let summary = report.summary();
    say(quiet, &format!("\n  {summary}, in {:.0} s", start.elapsed().as_secs_f64()));
    say(quiet, &format!("  report   {}", page.display()));
    match parts.iter().any(|part| part.result.is_err()) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

/// Runs one experiment; a failure of any kind is a reason, so that the others go on.
fn run(entry: &Entry, common: &Common) -> Result<Outcome, String> {
    let mut common = common.clone();
    // More seeds of what is not random would be the same trial again.
    if entry.seeds == 1 {
        common.seeds = Some(1);
    }
    // Its progress is for a terminal; elsewhere the line at the end is enough.
    common.quiet |= !io::stderr().is_terminal();
    panic::catch_unwind(AssertUnwindSafe(|| (entry.run)(&common)))
        .map_err(|panic| panic_message(&*panic))?
        .map_err(|error| error.to_string())
}

/// "O1 holds, O2 holds": the verdict on each statement, from this experiment alone.
fn verdicts(outcome: &Outcome) -> String {
    let claimed: BTreeSet<&str> = outcome.claims.iter().map(|c| c.statement.as_str()).collect();
    let in_order = statements().map(|statement| statement.id).filter(|id| claimed.contains(id));
    let verdict = |id: &str| {
        let claims = outcome.claims.iter().filter(|claim| claim.statement == id);
        format!("{id} {}", together(claims.map(|claim| claim.verdict)))
    };
    in_order.map(verdict).collect::<Vec<_>>().join(", ")
}

fn write(report: &Report) -> Result<(), FileError> {
    let out = &report.common.out;
    create_folder(out)?;
    write_whole(&out.join("index.html"), html(report).as_bytes())?;
    write_whole(&out.join("verdicts.md"), markdown(report).as_bytes())
}

/// Prints a line unless quiet is asked for. A reader that has closed the pipe is no failure: the
/// report is what counts.
fn say(quiet: bool, line: &str) {
    if !quiet {
        let _ = writeln!(io::stdout().lock(), "{line}");
    }
}
