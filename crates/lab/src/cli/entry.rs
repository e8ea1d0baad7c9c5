//! An experiment without its types, for lists of experiments.

use std::collections::BTreeSet;
use std::process::ExitCode;

use clap::ArgMatches;
use training::list::Listed;

use super::experiment::{Ran, command, default_settings, run_parsed, run_with};
use crate::common::Common;
use crate::counterexamples::{Counterexamples, Tested, tested};
use crate::experiment::Rounds;
use crate::measure::measure;
use crate::outcome::Outcome;
use crate::rounds::{AtOnce, InRounds, Schedule};
use crate::run::run;
use crate::run_error::RunError;
use crate::verdict::Claim;
use crate::verify::{Checked, verify};

/// An experiment without its types, for lists of experiments.
pub struct Entry {
    /// The name of its binary.
    pub name: &'static str,
    /// The title.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// The same in one short line.
    pub shows: &'static str,
    /// The ids of the statements that it measures.
    pub statements: &'static [&'static str],
    /// How many seeds it runs by default; 1 where nothing is random.
    pub seeds: usize,
    /// Whether its trials read a data set.
    pub needs_data: bool,
    /// Runs it at its default settings.
    pub run: fn(&Common) -> Result<Outcome, RunError>,
    /// Its command line.
    pub command: fn() -> clap::Command,
    /// Runs it as its command line says.
    pub main: fn(&ArgMatches) -> ExitCode,
    /// Runs it in this process with these flags.
    pub run_with: fn(&[&str]) -> Result<Ran, clap::Error>,
    /// Its claims at its default settings, without figures, without trials that are only drawn, and
    /// without writing a record.
    pub claims: fn(&Common) -> Result<Vec<Claim>, RunError>,
    /// Runs some of its kept trials at its default settings again, given by their indices, and compares every
    /// bit.
    pub verify: fn(&Common, &BTreeSet<usize>) -> Result<Checked, RunError>,
    /// How each of its claims fares on records in which it is not true, at its default settings.
    pub tested_claims: fn() -> Vec<Tested>,
}

impl Listed for Entry {
    fn name(&self) -> String {
        self.name.into()
    }
}

impl Entry {
    /// The entry of an experiment whose trials all run at once.
    pub const fn of<E: Counterexamples>() -> Self {
        Self::scheduled::<E, AtOnce>()
    }

    /// The entry of an experiment whose trials run in rounds.
    pub const fn in_rounds<E: Counterexamples + Rounds>() -> Self {
        Self::scheduled::<E, InRounds>()
    }

    const fn scheduled<E: Counterexamples, S: Schedule<E>>() -> Self {
        Self {
            name: E::ABOUT.name,
            title: E::ABOUT.title,
            about: E::ABOUT.about,
            shows: E::ABOUT.shows,
            statements: E::ABOUT.statements,
            seeds: E::ABOUT.seeds,
            needs_data: E::ABOUT.needs_data,
            run: |common| run::<E, S>(&default_settings::<E>(), common),
            command: command::<E>,
            main: run_parsed::<E, S>,
            run_with: run_with::<E, S>,
            claims: |common| {
                let settings = E::for_claims(&default_settings::<E>());
                let (record, ..) = measure::<E, S>(&settings, common)?;
                Ok(E::claims(&record))
            },
            verify: |common, indices| verify::<E, S>(&default_settings::<E>(), common, indices),
            tested_claims: || tested::<E, S>(&default_settings::<E>()),
        }
    }

    /// The outcome if all trials of a run with these flags are kept in the folder `--out`. Runs no trial.
    pub fn kept(&self, common: &Common) -> Option<Outcome> {
        // A run would make the folder.
        let is_there = common.out.join(self.name).exists();
        let common = Common { kept_only: true, ..common.clone() };
        is_there.then(|| (self.run)(&common).ok()).flatten()
    }

    /// The common flags as this experiment takes them when several experiments run: one seed if nothing
    /// in it is random, because more would repeat the same trial.
    pub fn seeded(&self, common: &Common) -> Common {
        let seeds = if self.seeds == 1 { Some(1) } else { common.seeds };
        Common { seeds, ..common.clone() }
    }
}
