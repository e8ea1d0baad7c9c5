//! Help in the language of the process.

use std::ffi::OsString;

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};
use language::{Language, tr, translated, translation};

/// The language that the arguments ask for by `--language`, or the environment if they do not. What is wrong with
/// the flag is reported when the arguments are parsed.
pub(super) fn language_of(arguments: impl IntoIterator<Item = OsString>) -> Language {
    let arguments: Vec<String> =
        arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let given = arguments.iter().enumerate().find_map(|(i, argument)| match argument.as_str() {
        "--language" => arguments.get(i + 1).map(String::as_str),
        argument => argument.strip_prefix("--language="),
    });
    given.map_or_else(Language::of_environment, |code| code.parse().unwrap_or(Language::English))
}

/// The same command with its help in the current language. Its texts are the keys, as clap has them: the lines of a
/// paragraph joined by spaces.
pub(super) fn translated_help(mut command: Command) -> Command {
    if language::current() == Language::English {
        return command;
    }
    let texts = [Command::get_about, Command::get_long_about, Command::get_after_help];
    let [about, long_about, after_help] = texts.map(|text| in_language(text(&command)));
    let subcommands: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    command = subcommands
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, translated_help));
    let heading = |arg: &Arg| match (arg.get_help_heading(), arg.is_positional()) {
        (Some(heading), _) => translation(heading),
        (None, true) => Some(tr!("Arguments")),
        (None, false) => Some(tr!("Options")),
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(version.help(tr!("Print version")));
    }
    command = command.disable_help_flag(true).arg(help.help(tr!("Print help"))).mut_args(|arg| {
        let heading = heading(&arg);
        let (help, long_help) = (in_language(arg.get_help()), in_language(arg.get_long_help()));
        let arg = arg.help(help).long_help(long_help);
        if heading.is_some() { arg.help_heading(heading) } else { arg }
    });
    command.about(about).long_about(long_about).after_help(after_help)
}

/// Each paragraph in the current language.
fn in_language(text: Option<&StyledStr>) -> Resettable<StyledStr> {
    let Some(text) = text.map(ToString::to_string) else { return Resettable::Reset };
    let paragraphs: Vec<&str> = text.split("\n\n").map(translated).collect();
    Resettable::Value(paragraphs.join("\n\n").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_names_the_language_wherever_it_stands() {
        let of = |line: &str| language_of(line.split(' ').map(OsString::from));
        let lines = ["x --language ko", "x y --language=ko --seed 1", "x --language en"].map(of);
        assert_eq!(lines, [Language::Korean, Language::Korean, Language::English]);
    }
}
