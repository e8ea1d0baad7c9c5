//! `experiments`: lists all commands, runs any of them by name, and writes shell completions.

use std::process::ExitCode;

use anstream::adapter::strip_str;
use anstyle::{Effects, Style};
use clap::error::ErrorKind;
use clap::{Arg, Command, value_parser};
use clap_complete::Shell;

use lab::cli::{Entry, matches};
use lab::common::EXIT_CODES;
use lab::foreign::visible;
use lab::output::{print, usage};
use language::{Language, message, tr, translated};

use super::ids::ranges;
use super::list::{TOOLS, find};
use super::say::chapter_title;
use crate::lecture::LECTURE;
use crate::registry::{EXPERIMENTS, LONGER};
use crate::sources;

/// Runs the binary.
pub fn main() -> ExitCode {
    sources::declare();
    let matches = match matches(command) {
        Ok(matches) => matches,
        Err(code) => return code,
    };
    let Some((name, matches)) = matches.subcommand() else {
        return print(format!("{}\n\n{}\n{}\n", translated(ABOUT), list(), translated(HINT)));
    };
    if name == COMPLETIONS {
        let shell = matches.get_one("SHELL").copied().expect("clap requires it");
        return completions(shell, matches.get_one("COMMAND").map_or(NAME, String::as_str));
    }
    let (_, main) = find(name).expect("every subcommand is an experiment or a tool");
    main(matches)
}

const NAME: &str = env!("CARGO_PKG_NAME");
const ABOUT: &str =
    "Every statement of the lecture as an experiment: one command runs, draws and judges it";
const HINT: &str = message!(
    "Run one:       experiments NAME      (or: cargo run -p experiments --bin NAME)\n\
     Its settings:  experiments NAME --help"
);
const LANGUAGE: &str = "The language of what is printed and drawn: en (English) or ko (한국어) (default: the \
    language of the environment variables LC_ALL, LC_MESSAGES or LANG, or English)";
const COMPLETIONS: &str = "completions";

/// The command line: each experiment and each tool is a subcommand.
pub fn command() -> Command {
    let completions = Command::new(COMPLETIONS)
        .about("Writes the completion script of a shell to standard output")
        .arg(Arg::new("SHELL").required(true).value_parser(value_parser!(Shell)))
        .arg(
            Arg::new("COMMAND")
                .help("The command to complete [default: experiments, with all its subcommands]"),
        );
    let language = Arg::new("language").long("language").value_name("en|ko").help(LANGUAGE);
    Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .override_usage("experiments NAME [FLAGS]\n       experiments completions SHELL [COMMAND]")
        .help_template("{about}\n\n{usage-heading} {usage}\n\n{options}{after-help}")
        .after_help(format!("{}\n{}", strip_str(&list()), translated(EXIT_CODES)))
        .arg(language.value_parser(value_parser!(Language)))
        .disable_help_subcommand(true)
        .subcommands(EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| (entry.command)()))
        .subcommands(TOOLS.iter().map(|tool| (tool.command)()))
        .subcommand(completions)
}

/// The experiments by chapter, those that take longer, and then the tools, one line each.
fn list() -> String {
    let tools: Vec<Command> = TOOLS.iter().map(|tool| (tool.command)()).collect();
    let names = EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| entry.name);
    let names = names.chain(tools.iter().map(Command::get_name));
    let width = names.map(str::len).max().unwrap_or(0);
    let bold = Style::new().bold();
    let line = |name: &str, shows: &str| format!("  {bold}{name:<width$}{bold:#}  {shows}\n");

    let of_entry = |entry: &Entry| {
        line(entry.name, &format!("{} ({})", translated(entry.shows), ranges(entry.statements)))
    };

    let mut text = String::new();
    for chapter in LECTURE.iter() {
        let ids: Vec<&str> = chapter.statements.iter().map(|statement| statement.id).collect();
        let of_this = |entry: &&Entry| entry.statements.first().is_some_and(|id| ids.contains(id));
        text += &heading(&chapter_title(chapter));
        for entry in EXPERIMENTS.iter().filter(of_this) {
            text += &of_entry(entry);
        }
    }
    if LONGER.iter().next().is_some() {
        text += &heading(tr!("Longer experiments (lecture runs them by name: --only NAME)"));
        text.extend(LONGER.iter().map(of_entry));
    }
    text += &heading(tr!("Other commands"));
    for tool in &tools {
        let about = tool.get_about().map(ToString::to_string).unwrap_or_default();
        text += &line(tool.get_name(), translated(&about));
    }
    text + &line(COMPLETIONS, tr!("Writes the completion script of a shell"))
}

fn heading(text: &str) -> String {
    let style = Style::new().effects(Effects::BOLD | Effects::UNDERLINE);
    format!("{style}{text}{style:#}\n")
}

/// Writes the completion script of `shell` for the command `name`.
fn completions(shell: Shell, name: &str) -> ExitCode {
    let mut commands = vec![command()];
    commands.extend(EXPERIMENTS.iter().chain(LONGER.iter()).map(|entry| (entry.command)()));
    commands.extend(TOOLS.iter().map(|tool| (tool.command)()));
    let Some(mut command) = commands.iter().find(|c| c.get_name() == name).cloned() else {
        let names: Vec<&str> = commands.iter().map(Command::get_name).collect();
        let why = format!("there is no command `{name}`; allowed: {}", names.join(", "));
        return usage(self::command().error(ErrorKind::InvalidValue, visible(&why)));
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    print(String::from_utf8_lossy(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_line_is_valid() {
        command().debug_assert();
    }

    #[test]
    fn every_line_fits_a_terminal() {
        for language in Language::ALL {
            for line in language::within(language, || strip_str(&list()).to_string()).lines() {
                // A Hangul syllable takes two columns.
                let width: usize =
                    line.chars().map(|c| if ('가'..='힣').contains(&c) { 2 } else { 1 }).sum();
                assert!(width <= 100, "shorten `shows` in its description: {line}");
            }
        }
    }

    #[test]
    fn consecutive_ids_are_a_range() {
        assert_eq!(ranges(&["I3", "I4", "I5"]), "I3–I5");
        assert_eq!(ranges(&["V1", "V2", "I1"]), "V1, V2, I1");
        assert_eq!(ranges(&["N1", "N2"]), "N1, N2");
        assert_eq!(ranges(&["O6"]), "O6");
    }
}
