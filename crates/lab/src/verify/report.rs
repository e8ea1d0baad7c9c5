//! What `--verify` found in one experiment or in several, for a reader and for a program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use language::{Language, tr};
use serde::Serialize;

use super::checked::{Checked, Difference};
use super::extent::{Choice, would_be_found};
use crate::common::Common;
use crate::foreign::Foreign;
use crate::output::{Format, fail, print};
use crate::run_error::RunError;
use crate::table::spaces;

/// What `--verify` found.
#[derive(Debug, Default, Serialize)]
pub struct Verified {
    /// How many trials are kept.
    pub kept: usize,
    /// How many trials there are with these settings.
    pub of: usize,
    /// Records that could not be compared with the trials, and why.
    pub records_not_compared: Vec<(PathBuf, String)>,
    /// How many of the kept trials were run again and compared.
    pub compared: usize,
    /// The seed by which they were chosen.
    pub verify_seed: u64,
    /// The files that are not what their trial measures.
    pub differing: Vec<Difference>,
    /// How many chosen trials could not be run, because they read trials that are not kept.
    pub incomplete: usize,
    /// How long the trials took together, in CPU-seconds.
    pub seconds: f64,
    /// The fewest forged trials of which at least one would have been found with a probability of 95 %.
    pub would_be_found: Option<usize>,
    /// How many other trials are in the folders, by why they were not compared.
    pub others: BTreeMap<String, usize>,
}

/// Verifies one experiment with some of its kept trials, given by their indices.
pub type Verify<'a> = dyn Fn(&BTreeSet<usize>) -> Result<Checked, RunError> + 'a;

/// Verifies experiments: counts what is kept of all, chooses among all, runs the chosen trials again, and
/// prints what was found. Exit code 1 if a file differs or nothing is kept.
pub fn verified(experiments: &[Box<Verify>], choice: Choice, common: &Common) -> ExitCode {
    let in_english = || language::within(Language::English, || find(experiments, choice));
    let found = match common.format {
        // What a program reads is in English.
        Format::Json => in_english(),
        // And so is the error, which is all that is printed if nothing is kept.
        Format::Table => match find(experiments, choice) {
            Ok(found) if found.kept == 0 => in_english(),
            found => found,
        },
    };
    match found {
        Err(error) => fail(error),
        Ok(found) => {
            match common.format {
                Format::Json => {
                    let document = serde_json::to_string_pretty(&found).expect("it is JSON");
                    print(document + "\n");
                }
                // The error says all that there is to say if nothing is kept.
                Format::Table if common.quiet || found.kept == 0 => {}
                Format::Table => drop(print(&found)),
            }
            found.exit_code(common)
        }
    }
}

fn find(experiments: &[Box<Verify>], choice: Choice) -> Result<Verified, RunError> {
    let mut found = Verified { verify_seed: choice.seed, ..Verified::default() };
    let mut kept = Vec::new();
    for verify in experiments {
        let checked = verify(&BTreeSet::new())?;
        kept.push(checked.kept);
        found.of += checked.of;
        for (why, count) in checked.others {
            *found.others.entry(why).or_insert(0) += count;
        }
    }
    found.kept = kept.iter().sum();
    let chosen = choice.indices(found.kept);
    let mut first = 0;
    for (verify, kept) in experiments.iter().zip(kept) {
        let here = chosen.range(first..first + kept).map(|index| index - first).collect();
        first += kept;
        let checked: Checked = verify(&here)?;
        found.compared += checked.compared;
        found.incomplete += checked.incomplete;
        found.seconds += checked.seconds;
        found.differing.extend(checked.differing);
        found.records_not_compared.extend(checked.records_not_compared);
    }
    found.would_be_found = would_be_found(found.kept, found.compared);
    Ok(found)
}

impl Verified {
    fn exit_code(&self, common: &Common) -> ExitCode {
        let differ = self.differing.len();
        match self.kept {
            0 => fail(format!(
                "no trial of this program, on this machine and with these settings, is kept in {folder}; run \
                 the same command without --verify first",
                folder = match self.others.is_empty() {
                    true => common.out.display().to_string(),
                    false => format!(
                        "{} ({})",
                        common.out.display(),
                        language::within(Language::English, || self.of_others())
                    ),
                }
            )),
            _ if differ > 0 => fail(format!(
                "{differ} of the files compared {} not what this program computes: either changed since, or \
                 computed where the system's math library gives other bits (docs/repeatability.md). To compute \
                 a trial again, move its file away and run the same command without --verify",
                if differ == 1 { "is" } else { "are" }
            )),
            _ => ExitCode::SUCCESS,
        }
    }

    /// "12 trials of another version of the code; 3 trials of another data set"
    fn of_others(&self) -> String {
        let one = |(why, count): (&String, &usize)| match count {
            1 => tr!("1 trial {why}", why = Foreign::text(why)),
            n => tr!("{n} trials {why}", n, why = Foreign::text(why)),
        };
        self.others.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kept, compared, verify_seed, differing, incomplete, seconds, .. } = self;
        for Difference { file, trial, what } in differing {
            let trial = if trial.is_empty() { String::new() } else { format!(" ({trial})") };
            let text = format!("{}{trial}: {}", Foreign::path(file), Foreign::text(what));
            line(f, tr!("differs"), &text)?;
        }
        let text = tr!(
            "{compared} of {kept} kept trials were run again (--verify-seed {verify_seed}): {differing} \
             differ; {seconds} CPU-seconds",
            compared,
            kept,
            verify_seed,
            differing = differing.len(),
            seconds = format!("{seconds:.1}")
        );
        line(f, tr!("verified"), &text)?;
        if let Some(forged) = self.would_be_found {
            let text = tr!(
                "if {forged} or more of the {kept} had been changed, at least one would have been found with \
                 a probability of at least 95 %",
                forged,
                kept
            );
            line(f, "", &text)?;
        }
        if self.of > *kept {
            let text = tr!(
                "{missing} of the {all} trials of these settings are not kept",
                missing = self.of - kept,
                all = self.of
            );
            line(f, "", &text)?;
        }
        for (path, why) in &self.records_not_compared {
            let file = Foreign::path(path);
            line(f, "", &tr!("not compared: {file}, because {why}", file, why))?;
        }
        if *incomplete > 0 {
            let text = tr!(
                "{incomplete} more depend on trials that are not kept, and cannot be run",
                incomplete
            );
            line(f, "", &text)?;
        }
        match self.others.is_empty() {
            true => Ok(()),
            false => line(f, "", &tr!("not compared: {trials}", trials = self.of_others())),
        }
    }
}

/// One line: what it is about, and the text in a column of its own.
fn line(f: &mut fmt::Formatter<'_>, about: &str, text: &str) -> fmt::Result {
    const WIDTH: usize = 10;
    writeln!(f, "  {about}{}{text}", spaces(about, WIDTH))
}
