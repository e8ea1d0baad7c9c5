//! The command line of one experiment.

use std::collections::BTreeSet;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser};
use language::{Language, tr, translated};
use training::flags::InvalidValue;

use super::address::check_address;
use super::help::{language_of, translated_help};
use super::lists::{check_lists, given_lists};
use crate::common::{Common, EXIT_CODES};
use crate::experiment::{Experiment, View};
use crate::foreign::visible;
use crate::found;
use crate::interrupt::exit_on_interrupt;
use crate::outcome::Outcome;
use crate::output::{self, Format};
use crate::rounds::{AtOnce, Schedule};
use crate::run::run;
use crate::run_error::RunError;
use crate::shard::{Shard, WAITS};
use crate::verify::{Choice, VerifyFlags, verified};

#[derive(Parser)]
#[command(version)]
struct Cli<S: Args> {
    #[command(flatten)]
    settings: S,
    #[command(flatten)]
    common: Common,

    /// Run only part K of N of the trials, to share them among N machines with a common folder; exit
    /// code 3 means that results of other parts are still missing: run it again later
    #[arg(long, value_name = "K/N", help_heading = "Common flags", conflicts_with = "verify")]
    shard: Option<Shard>,

    #[command(flatten)]
    verify: VerifyFlags,
}

/// The whole work of an experiment's binary: parse the command line, run the experiment, print what was
/// found. It exits as [`EXIT_CODES`] says.
pub fn main<E: View>() -> ExitCode {
    match matches(command::<E>) {
        Ok(matches) => run_parsed::<E, AtOnce>(&matches),
        Err(code) => code,
    }
}

/// The arguments of the program, as the command takes them; or the exit code, after help or an error was
/// printed. From here on, the language of the process is the one that they or the environment ask for.
///
/// # Errors
/// If no command is to be run.
pub fn matches(command: fn() -> Command) -> Result<ArgMatches, ExitCode> {
    language::speak(language_of(std::env::args_os()));
    translated_help(command()).try_get_matches().map_err(output::usage)
}

/// The command line of `E`.
pub(super) fn command<E: Experiment>() -> Command {
    let seeds = match E::ABOUT.seeds {
        1 => tr!("Nothing is random here, so one seed is enough.").to_owned(),
        n => tr!("{n} seeds by default.", n),
    };
    let statements = match E::ABOUT.statements {
        [] => String::new(),
        ids => tr!("Statements: {ids}.", ids = ids.join(", ")) + " ",
    };
    let about = translated(E::ABOUT.about);
    Cli::<E::Settings>::command()
        .name(E::ABOUT.name)
        .mut_arg("data", |flag| flag.hide(!E::ABOUT.needs_data))
        .mut_arg("transpose", |flag| flag.hide(!E::ABOUT.needs_data))
        .about(about)
        .long_about(format!("{about}\n\n{statements}{seeds}"))
        .after_help(EXIT_CODES)
}

/// The settings of `E` when no flag is given: the book's.
pub fn default_settings<E: Experiment>() -> E::Settings {
    let matches = command::<E>().get_matches_from([E::ABOUT.name]);
    E::Settings::from_arg_matches(&matches).expect("every setting has a default")
}

/// Runs `E` as its command line says.
pub(super) fn run_parsed<E: View, S: Schedule<E>>(matches: &ArgMatches) -> ExitCode {
    let Cli { settings, common, verify, .. } = match parse::<E>(matches) {
        Ok(parsed) => parsed,
        Err(said) => return output::usage(said),
    };
    exit_on_interrupt(true);
    output::finish(match Choice::of(&verify) {
        None => run_and_print::<E, S>(&settings, &common),
        Some(choice) => {
            let this = |indices: &BTreeSet<usize>| {
                crate::verify::verify::<E, S>(&settings, &common, indices)
            };
            verified(&[Box::new(this)], choice, &common)
        }
    })
}

fn run_and_print<E: View, S: Schedule<E>>(settings: &E::Settings, common: &Common) -> ExitCode {
    match run::<E, S>(settings, common) {
        Err(RunError::Needs(reason)) => refuse(command::<E>(), reason),
        Err(unfinished @ RunError::Unfinished { waits, .. }) => {
            if !common.quiet {
                output::note(unfinished);
            }
            ExitCode::from(if waits { WAITS } else { 0 })
        }
        Err(error) => output::fail(error),
        Ok(mut outcome) => match common.format {
            Format::Json => {
                outcome.within(Language::English);
                let document = language::within(Language::English, || found::json(&outcome));
                output::print(format!("{document:#}\n"))
            }
            Format::Table if common.quiet => ExitCode::SUCCESS,
            Format::Table => output::print(found::text(&outcome)),
        },
    }
}

/// The flags, checked.
fn parse<E: Experiment>(matches: &ArgMatches) -> Result<Cli<E::Settings>, clap::Error> {
    let mut cli = Cli::<E::Settings>::from_arg_matches(matches)?;
    cli.common.shard = cli.shard;
    check::<E>(&cli.settings, &cli.common, matches)
        .map_err(|reason| invalid(command::<E>(), reason))?;
    Ok(cli)
}

/// How a run ended.
pub type Ran = Result<Outcome, RunError>;

/// Runs `E` in this process with these flags, and prints nothing but the progress.
///
/// # Errors
/// If the flags are invalid; inside, as [`RunError`] says.
pub fn run_with<E: View, S: Schedule<E>>(flags: &[&str]) -> Result<Ran, clap::Error> {
    let name = std::iter::once(E::ABOUT.name);
    let matches = command::<E>().try_get_matches_from(name.chain(flags.iter().copied()))?;
    let Cli { settings, common, .. } = parse::<E>(&matches)?;
    Ok(run::<E, S>(&settings, &common))
}

/// Says why the arguments are invalid, and returns exit code 2.
pub fn refuse(command: Command, reason: InvalidValue) -> ExitCode {
    output::usage(invalid(command, reason))
}

fn invalid(mut command: Command, reason: InvalidValue) -> clap::Error {
    command.error(ErrorKind::ValueValidation, visible(&reason.to_string()))
}

/// Checks what no flag can check by itself, beginning with what is the same for every experiment.
fn check<E: Experiment>(
    settings: &E::Settings,
    common: &Common,
    matches: &ArgMatches,
) -> Result<(), InvalidValue> {
    check_lists(&command::<E>(), matches)?;
    check_address(matches)?;
    if let Some(folder) = common.data.as_ref().filter(|_| !E::ABOUT.needs_data) {
        let (folder, name) = (folder.display(), E::ABOUT.name);
        return Err(format!("--data {folder}: {name} reads no data set; omit the flag").into());
    }
    if common.transpose && !E::ABOUT.needs_data {
        let name = E::ABOUT.name;
        return Err(format!("--transpose: {name} reads no data set; omit the flag").into());
    }
    E::check(settings)?;
    let mut names: Vec<String> = E::arms(settings).iter().map(ToString::to_string).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twins) => Err(format!(
            "{}: two curves would be called `{}`, because a value is given twice; give each once",
            given_lists(&command::<E>(), matches).join(" "),
            twins[0]
        )
        .into()),
        None => Ok(()),
    }
}
