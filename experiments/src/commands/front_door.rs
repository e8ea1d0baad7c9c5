//! `experiments`: lists the experiments, runs any of them by name, writes shell completions.

use std::process::ExitCode;

use anstream::adapter::strip_str;
use anstyle::{Effects, Style};
use clap::{Arg, Command, value_parser};
use clap_complete::Shell;

use super::TOOLS;
use crate::EXPERIMENTS;
use crate::lecture::LECTURE;
use lab::cli::Entry;
use lab::common::EXIT_CODES;
use lab::output::{fail, print};

/// The whole work of the bin.
pub fn main() -> ExitCode {
    lab::code::declare(crate::SOURCES);
    let matches = command().get_matches();
    let Some((name, matches)) = matches.subcommand() else {
        return print(format!("{ABOUT}\n\n{}\n{HINT}\n", list()));
    };
    if name == COMPLETIONS {
        let shell = matches.get_one("SHELL").copied().expect("clap asks for it");
        return completions(shell, matches.get_one("COMMAND").map_or(NAME, String::as_str));
    }
    let (_, main) = super::find(name).expect("every subcommand is an experiment or a tool");
    main(matches)
}

const NAME: &str = env!("CARGO_PKG_NAME");
const ABOUT: &str =
    "Every statement of the lecture as an experiment: one command runs it, draws it and judges it";
const HINT: &str = "Run one:       experiments NAME      (or: cargo run -p experiments --bin NAME)\n\
                    Its settings:  experiments NAME --help";
const COMPLETIONS: &str = "completions";

/// The command line: each experiment and each tool is a subcommand.
pub fn command() -> Command {
    let completions = Command::new(COMPLETIONS)
        .about("Writes the completion script of a shell to standard output")
        .arg(Arg::new("SHELL").required(true).value_parser(value_parser!(Shell)))
        .arg(
            Arg::new("COMMAND")
                .help("The command to complete [default: experiments, with every other in it]"),
        );
    Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .override_usage("experiments NAME [FLAGS]\n       experiments completions SHELL [COMMAND]")
        .help_template("{about}\n\n{usage-heading} {usage}\n\n{options}{after-help}")
        .after_help(format!("{}\n{EXIT_CODES}", strip_str(&list())))
        .disable_help_subcommand(true)
        .subcommands(EXPERIMENTS.iter().map(|entry| (entry.command)()))
        .subcommands(TOOLS.iter().map(|tool| (tool.command)()))
        .subcommand(completions)
}

/// The experiments by chapter, then the tools, a line each.
fn list() -> String {
    let tools: Vec<Command> = TOOLS.iter().map(|tool| (tool.command)()).collect();
    let names = EXPERIMENTS.iter().map(|entry| entry.name);
    let names = names.chain(tools.iter().map(Command::get_name));
    let width = names.map(str::len).max().unwrap_or(0);
    let bold = Style::new().bold();
    let line = |name: &str, shows: &str| format!("  {bold}{name:<width$}{bold:#}  {shows}\n");

    let mut text = String::new();
    for chapter in LECTURE.iter() {
        let ids: Vec<&str> = chapter.statements.iter().map(|statement| statement.id).collect();
        let of_this = |entry: &&Entry| entry.statements.first().is_some_and(|id| ids.contains(id));
        text += &heading(&format!("{} · {}", chapter.title, chapter.korean));
        for entry in EXPERIMENTS.iter().filter(of_this) {
            text += &line(entry.name, &format!("{} ({})", entry.shows, ranges(entry.statements)));
        }
    }
    text += &heading("All of it, and more");
    for tool in &tools {
        let about = tool.get_about().map(ToString::to_string).unwrap_or_default();
        text += &line(tool.get_name(), &about);
    }
    text + &line(COMPLETIONS, "Writes the completion script of a shell")
}

fn heading(text: &str) -> String {
    let style = Style::new().effects(Effects::BOLD | Effects::UNDERLINE);
    format!("{style}{text}{style:#}\n")
}

/// `I3–I7` of `I3, I4, I5, I6, I7`: three or more ids in a row become a range.
pub fn ranges(ids: &[&str]) -> String {
    let number = |id: &str| id.get(1..).and_then(|digits| digits.parse::<u32>().ok());
    let follows = |pair: &[&str]| {
        pair[0][..1] == pair[1][..1] && number(pair[0]).map(|n| n + 1) == number(pair[1])
    };
    match ids {
        [first, .., last] if ids.len() > 2 && ids.windows(2).all(follows) => {
            format!("{first}–{last}")
        }
        _ => ids.join(", "),
    }
}

/// Writes the completion script of `shell` for a command: the front door or any other.
fn completions(shell: Shell, name: &str) -> ExitCode {
    let mut commands = vec![command()];
    commands.extend(EXPERIMENTS.iter().map(|entry| (entry.command)()));
    commands.extend(TOOLS.iter().map(|tool| (tool.command)()));
    let Some(mut command) = commands.iter().find(|c| c.get_name() == name).cloned() else {
        let names: Vec<&str> = commands.iter().map(Command::get_name).collect();
        return fail(format!("no command `{name}`; there are: {}", names.join(", ")));
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    print(String::from_utf8_lossy(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_line_fits_a_terminal() {
        for line in strip_str(&list()).to_string().lines() {
            assert!(line.chars().count() <= 100, "shorten what it says in SHOWS: {line}");
        }
    }

    #[test]
    fn ids_in_a_row_are_a_range() {
        assert_eq!(ranges(&["I3", "I4", "I5"]), "I3–I5");
        assert_eq!(ranges(&["V1", "V2", "I1"]), "V1, V2, I1");
        assert_eq!(ranges(&["N1", "N2"]), "N1, N2");
        assert_eq!(ranges(&["O6"]), "O6");
    }
}
