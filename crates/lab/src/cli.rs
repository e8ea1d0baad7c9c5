//! One command line for all: the flags that every experiment takes, and what each command does.

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser};

use crate::experiment::Experiment;
use crate::output;
use crate::output::Format;
use crate::shard::{Shard, WAITS};
use crate::verdict::Claim;

use crate::common::{Common, EXIT_CODES};
use crate::experiment::{Rounds, View};
use crate::found;
use crate::interrupt::exit_on_interrupt;
use crate::measure::measure;
use crate::outcome::Outcome;
use crate::rounds::{AtOnce, InRounds, Schedule};
use crate::run::run;
use crate::run_error::RunError;
use training::flags::InvalidValue;

#[derive(Parser)]
#[command(version)]
struct Cli<S: Args> {
    #[command(flatten)]
    settings: S,
    #[command(flatten)]
    common: Common,

    /// Run part K of N of the trials alone, for N machines with a shared folder; exit code 3 says:
    /// run again when other parts have done more
    #[arg(long, value_name = "K/N", help_heading = "Common flags")]
    shard: Option<Shard>,
}

fn command<E: Experiment>() -> clap::Command {
    let seeds = match E::ABOUT.seeds {
        1 => "Nothing in it is random: one seed is enough.".to_owned(),
        n => format!("{n} seeds by default."),
    };
    let statements = match E::ABOUT.statements {
        [] => String::new(),
        ids => format!("Statements: {}. ", ids.join(", ")),
    };
    Cli::<E::Settings>::command()
        .name(E::ABOUT.name)
        .mut_arg("data", |flag| flag.hide(!E::ABOUT.needs_data))
        .about(E::ABOUT.about)
        .long_about(format!("{}\n\n{statements}{seeds}", E::ABOUT.about))
        .after_help(EXIT_CODES)
}

/// An experiment without its types, for lists of experiments.
pub struct Entry {
    /// The bin's name.
    pub name: &'static str,
    /// The title.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// The same in one short line.
    pub shows: &'static str,
    /// The ids of the statements it serves.
    pub statements: &'static [&'static str],
    /// How many seeds by default; 1 where nothing is random.
    pub seeds: usize,
    /// Runs it at its default settings.
    pub run: fn(&Common) -> Result<Outcome, RunError>,
    /// Its command line.
    pub command: fn() -> clap::Command,
    /// Does what its command line says.
    pub main: fn(&ArgMatches) -> ExitCode,
    /// What it claims at its default settings, without figures, without what is only drawn, and
    /// without a record.
    pub claims: fn(&Common) -> Result<Vec<Claim>, RunError>,
}

impl Entry {
    /// The entry of an experiment whose trials all run at once.
    pub const fn of<E: View>() -> Self {
        Self::scheduled::<E, AtOnce>()
    }

    /// The entry of an experiment whose trials run in rounds.
    pub const fn in_rounds<E: View + Rounds>() -> Self {
        Self::scheduled::<E, InRounds>()
    }

    const fn scheduled<E: View, S: Schedule<E>>() -> Self {
        Self {
            name: E::ABOUT.name,
            title: E::ABOUT.title,
            about: E::ABOUT.about,
            shows: E::ABOUT.shows,
            statements: E::ABOUT.statements,
            seeds: E::ABOUT.seeds,
            run: |common| run::<E, S>(&default_settings::<E>(), common),
            command: command::<E>,
            main: run_parsed::<E, S>,
            claims: |common| {
                let settings = E::for_claims(&default_settings::<E>());
                let (record, ..) = measure::<E, S>(&settings, common)?;
                Ok(E::claims(&record))
            },
        }
    }

    /// `common` as this experiment takes it beside others: one seed where nothing in it is random,
    /// because more would be the same trial again.
    pub fn seeded(&self, common: &Common) -> Common {
        let seeds = if self.seeds == 1 { Some(1) } else { common.seeds };
        Common { seeds, ..common.clone() }
    }
}

/// The settings of `E` where no flag is given: the book's.
pub fn default_settings<E: Experiment>() -> E::Settings {
    let matches = command::<E>().get_matches_from([E::ABOUT.name]);
    E::Settings::from_arg_matches(&matches).expect("every setting has a default")
}

/// The whole work of an experiment's bin: parse the command line, run the experiment, say what was
/// found. It exits as [`EXIT_CODES`] says.
pub fn main<E: View>() -> ExitCode {
    run_parsed::<E, AtOnce>(&command::<E>().get_matches())
}

fn run_parsed<E: View, S: Schedule<E>>(matches: &ArgMatches) -> ExitCode {
    let parsed = Cli::<E::Settings>::from_arg_matches(matches);
    let Cli { settings, mut common, shard } = parsed.unwrap_or_else(|error| error.exit());
    common.shard = shard;
    if let Err(reason) = check::<E>(&settings, &common) {
        command::<E>().error(ErrorKind::ValueValidation, reason).exit();
    }
    exit_on_interrupt();
    match run::<E, S>(&settings, &common) {
        Err(unfinished @ RunError::Unfinished { waits, .. }) => {
            if !common.quiet {
                eprintln!("{unfinished}");
            }
            ExitCode::from(if waits { WAITS } else { 0 })
        }
        Err(error) => output::fail(error),
        Ok(outcome) => match common.format {
            Format::Json => output::print(format!("{:#}\n", found::json(&outcome))),
            Format::Table if common.quiet => ExitCode::SUCCESS,
            Format::Table => output::print(found::text(&outcome)),
        },
    }
}

/// What no flag alone can check, beginning with what is the same for every experiment.
fn check<E: Experiment>(settings: &E::Settings, common: &Common) -> Result<(), InvalidValue> {
    if let Some(folder) = common.data.as_ref().filter(|_| !E::ABOUT.needs_data) {
        let (folder, name) = (folder.display(), E::ABOUT.name);
        let reason = format!("--data {folder}: {name} reads no data set; leave it out");
        return Err(reason.into());
    }
    E::check(settings)?;
    let mut names: Vec<String> = E::arms(settings).iter().map(ToString::to_string).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twins) => Err(format!(
            "two curves would be `{}`: a value is given twice; give each once",
            twins[0]
        )
        .into()),
        None => Ok(()),
    }
}

/// A command that is no experiment, such as `lecture` or `train`.
pub trait Tool: Parser {
    /// Does what the command line says.
    fn run(self) -> ExitCode;
}

/// A [`Tool`], or an experiment that serves no statement, without its type.
pub struct ToolEntry {
    /// Its command line.
    pub command: fn() -> clap::Command,
    /// Does what its command line says.
    pub main: fn(&ArgMatches) -> ExitCode,
}

impl ToolEntry {
    /// The entry of `T`.
    pub const fn of<T: Tool>() -> Self {
        Self { command: tool_command::<T>, main: run_tool::<T> }
    }

    /// The entry of an experiment that serves no statement, so that `lecture` does not run it.
    pub const fn of_experiment<E: View>() -> Self {
        Self { command: command::<E>, main: run_parsed::<E, AtOnce> }
    }
}

fn tool_command<T: Tool>() -> clap::Command {
    T::command().after_help(EXIT_CODES)
}

fn run_tool<T: Tool>(matches: &ArgMatches) -> ExitCode {
    exit_on_interrupt();
    T::from_arg_matches(matches).unwrap_or_else(|error| error.exit()).run()
}

/// The whole work of a tool's bin.
pub fn tool<T: Tool>() -> ExitCode {
    run_tool::<T>(&tool_command::<T>().get_matches())
}
