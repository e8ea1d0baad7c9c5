//! One command line for all experiments.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser};
use serde::{Deserialize, Serialize};

use crate::backend::Backend;
use crate::experiment::Experiment;
use crate::runner::{self, Outcome, RunError};
use crate::settings;

/// The flags that every experiment takes.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Common flags")]
pub struct Common {
    /// Which of Burn's backends computes: flex, ndarray, cpu, tch, wgpu or cuda, as far as it is
    /// compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// The first seed; the others follow it
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many seeds: trials of each arm (default: this experiment's own, named above)
    #[arg(long, value_parser = settings::count)]
    pub seeds: Option<usize>,

    /// How many trials run side by side, one thread each (default: one for each core)
    #[arg(long, value_parser = settings::count)]
    pub jobs: Option<usize>,

    /// The folder for records and figures
    #[arg(long, default_value = "results")]
    pub out: PathBuf,

    /// A folder with another data set in IDX form, under MNIST's four file names, raw or .gz
    /// (default: the MNIST that is built in)
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Parser)]
#[command(version)]
struct Cli<S: Args> {
    #[command(flatten)]
    settings: S,
    #[command(flatten)]
    common: Common,
}

fn command<E: Experiment>() -> clap::Command {
    let seeds = match E::SEEDS {
        1 => "Nothing in it is random: one seed is enough.".to_owned(),
        n => format!("{n} seeds by default."),
    };
    Cli::<E::Settings>::command()
        .name(E::NAME)
        .about(E::ABOUT)
        .long_about(format!(
            "{}\n\nStatements: {}. {seeds}",
            E::ABOUT,
            E::STATEMENTS.join(", ")
        ))
}

/// An experiment without its types, for lists of experiments.
pub struct Entry {
    /// The bin's name.
    pub name: &'static str,
    /// The title.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// The ids of the statements it serves.
    pub statements: &'static [&'static str],
    /// How many seeds by default; 1 where nothing is random.
    pub seeds: usize,
    /// Runs it at its default settings.
    pub run: fn(&Common) -> Result<Outcome, RunError>,
}

impl Entry {
    /// The entry of `E`.
    pub const fn of<E: Experiment>() -> Self {
        Self {
            name: E::NAME,
            title: E::TITLE,
            about: E::ABOUT,
            statements: E::STATEMENTS,
            seeds: E::SEEDS,
            run: |common| runner::run::<E>(&default_settings::<E>(), common),
        }
    }
}

/// The settings of `E` where no flag is given: the book's.
pub fn default_settings<E: Experiment>() -> E::Settings {
    let matches = command::<E>().get_matches_from([E::NAME]);
    E::Settings::from_arg_matches(&matches).expect("every setting has a default")
}

/// A bin's whole work: parse the command line, run the experiment, say what was found.
///
/// Exit codes: 0, the work was done; 1, it could not be done; 2, the command line was off.
pub fn main<E: Experiment>() -> ExitCode {
    let mut command = command::<E>();
    let matches = command.get_matches_mut();
    let parsed = Cli::<E::Settings>::from_arg_matches(&matches);
    let Cli { settings, common } = parsed.unwrap_or_else(|error| error.exit());
    if let Err(reason) = E::check(&settings) {
        command
            .error(clap::error::ErrorKind::ValueValidation, reason)
            .exit();
    }
    match runner::run::<E>(&settings, &common) {
        Ok(outcome) if common.quiet => {
            drop(outcome);
            ExitCode::SUCCESS
        }
        Ok(outcome) => print_outcome(&outcome),
        Err(error) => fail(&error),
    }
}

/// Says what went wrong on standard error.
pub fn fail(error: &RunError) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

fn print_outcome(outcome: &Outcome) -> ExitCode {
    // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
    match write!(io::stdout().lock(), "{outcome}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot print what was found: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
