//! One command line for all: the flags that every experiment takes, and what each command does.

use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use burn::tensor::Device;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, ValueHint};
use datasets::{DataError, Dataset};
use serde::{Deserialize, Serialize};
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::backend::Backend;
use crate::experiment::Experiment;
use crate::output::{self, Format};
use crate::runner::{self, Outcome, RunError};
use crate::settings;
use crate::shard::{Shard, WAITS};
use crate::verdict::Claim;

/// The flags that every experiment takes.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Common flags")]
pub struct Common {
    /// Which of Burn's backends computes: flex, ndarray, cpu, tch, wgpu, cuda or remote, as far as
    /// it is compiled in (cargo feature of the same name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// Where the server of `--backend remote` is, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// The first seed; the others follow it
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many seeds: trials of each arm (default: each experiment's own)
    #[arg(long, value_parser = settings::count)]
    pub seeds: Option<usize>,

    /// How many trials run side by side, one thread each (default: one for each core)
    #[arg(long, value_parser = settings::count)]
    pub jobs: Option<usize>,

    /// The folder for records and figures
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "results")]
    pub out: PathBuf,

    /// A folder with another data set in IDX form, under MNIST's four file names, raw or .gz
    /// (default: the MNIST that is built in)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,

    /// How what was found is printed: a table to read, or one JSON document and nothing else
    #[arg(
        long,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json"
    )]
    pub format: Format,

    /// Say nothing but errors, and what --format json asks for
    #[arg(long)]
    pub quiet: bool,

    /// Which part of the trials is run; all unless said. A flag of single experiments.
    #[arg(skip)]
    #[serde(skip)]
    pub shard: Option<Shard>,
}

/// What every command's help ends with.
pub const EXIT_CODES: &str = "Exit codes: 0 the work was done, whatever the verdicts; \
     1 it could not be done; 2 the command line was off; 3 a --shard \
     that is to be run again; 130 interrupted with Ctrl-C (what was \
     finished is kept).";

/// The flags of what works with one network: the bins `train` and `predict`.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Common flags")]
pub struct Data {
    /// Which of Burn's backends computes, as far as it is compiled in (cargo feature of the same
    /// name)
    #[arg(long, default_value_t = Backend::default_compiled())]
    pub backend: Backend,

    /// Where the server of `--backend remote` is, such as ws://gpu:3000
    #[arg(long, value_name = "ADDRESS")]
    pub remote_address: Option<String>,

    /// A folder with another data set in IDX form, under MNIST's four file names, raw or .gz
    /// (default: the MNIST that is built in)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,

    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

impl Data {
    /// The backend's device, without autodiff.
    ///
    /// # Errors
    /// Where it cannot be had.
    pub fn device(&self) -> Result<Device, String> {
        self.backend.device_at(self.remote_address.as_deref())
    }

    /// The data set.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn load(&self) -> Result<Dataset, DataError> {
        runner::load_data(self.data.as_deref())
    }
}

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
    let seeds = match E::SEEDS {
        1 => "Nothing in it is random: one seed is enough.".to_owned(),
        n => format!("{n} seeds by default."),
    };
    let statements = match E::STATEMENTS {
        [] => String::new(),
        ids => format!("Statements: {}. ", ids.join(", ")),
    };
    Cli::<E::Settings>::command()
        .name(E::NAME)
        .mut_arg("data", |flag| flag.hide(!E::NEEDS_DATA))
        .about(E::ABOUT)
        .long_about(format!("{}\n\n{statements}{seeds}", E::ABOUT))
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
    /// The entry of `E`.
    pub const fn of<E: Experiment>() -> Self {
        Self {
            name: E::NAME,
            title: E::TITLE,
            about: E::ABOUT,
            shows: E::SHOWS,
            statements: E::STATEMENTS,
            seeds: E::SEEDS,
            run: |common| runner::run::<E>(&default_settings::<E>(), common),
            command: command::<E>,
            main: run_parsed::<E>,
            claims: |common| {
                let settings = E::for_claims(&default_settings::<E>());
                let (record, ..) = runner::measure::<E>(&settings, common)?;
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
    let matches = command::<E>().get_matches_from([E::NAME]);
    E::Settings::from_arg_matches(&matches).expect("every setting has a default")
}

/// The whole work of an experiment's bin: parse the command line, run the experiment, say what was
/// found. It exits as [`EXIT_CODES`] says.
pub fn main<E: Experiment>() -> ExitCode {
    run_parsed::<E>(&command::<E>().get_matches())
}

fn run_parsed<E: Experiment>(matches: &ArgMatches) -> ExitCode {
    let parsed = Cli::<E::Settings>::from_arg_matches(matches);
    let Cli { settings, mut common, shard } = parsed.unwrap_or_else(|error| error.exit());
    common.shard = shard;
    if let Err(reason) = check::<E>(&settings, &common) {
        command::<E>().error(ErrorKind::ValueValidation, reason).exit();
    }
    exit_on_interrupt();
    match runner::run::<E>(&settings, &common) {
        Err(unfinished @ RunError::Unfinished { waits, .. }) => {
            if !common.quiet {
                eprintln!("{unfinished}");
            }
            ExitCode::from(if waits { WAITS } else { 0 })
        }
        Err(error) => output::fail(error),
        Ok(outcome) => match common.format {
            Format::Json => output::print(format!("{:#}\n", output::json(&outcome))),
            Format::Table if common.quiet => ExitCode::SUCCESS,
            Format::Table => output::print(output::text(&outcome)),
        },
    }
}

/// What no flag alone can check, beginning with what is the same for every experiment.
fn check<E: Experiment>(settings: &E::Settings, common: &Common) -> Result<(), String> {
    if let Some(folder) = common.data.as_ref().filter(|_| !E::NEEDS_DATA) {
        let (folder, name) = (folder.display(), E::NAME);
        return Err(format!("--data {folder}: {name} reads no data set; leave it out"));
    }
    E::check(settings)?;
    let mut names: Vec<String> = E::arms(settings).iter().map(ToString::to_string).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twins) => Err(format!(
            "two curves would be `{}`: a value is given twice; give each once",
            twins[0]
        )),
        None => Ok(()),
    }
}

/// A command that is no experiment, for [`TOOLS`](crate::commands::TOOLS).
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
    pub const fn of_experiment<E: Experiment>() -> Self {
        Self { command: command::<E>, main: run_parsed::<E> }
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

/// At Ctrl-C, says that nothing is lost and exits with 130. Files are written whole or not at all,
/// so any moment is a good one.
fn exit_on_interrupt() {
    let interrupted = Arc::new(AtomicBool::new(false));
    // Where no handler can be set, Ctrl-C ends the process as ever, and nothing is lost either.
    if flag::register(SIGINT, Arc::clone(&interrupted)).is_err() {
        return;
    }
    thread::spawn(move || {
        while !interrupted.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(100));
        }
        output::note(
            "\ninterrupted: what was finished is kept; the same command goes on from there",
        );
        process::exit(130)
    });
}
