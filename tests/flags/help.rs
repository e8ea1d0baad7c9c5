//! The commands and their flags, as the help of the program lists them.

use std::process::Command as Process;

/// The program that has every command as a subcommand.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_experiments");

/// A command with its flags.
#[derive(Debug)]
pub struct Command {
    pub name: String,
    pub flags: Vec<Flag>,
}

/// A flag that takes a value.
#[derive(Debug)]
pub struct Flag {
    /// The name, with its two dashes.
    pub name: String,
    /// The default, if there is one.
    pub default: Option<String>,
    /// The heading that it stands below.
    heading: String,
}

/// Every command of the program that takes flags.
pub fn commands() -> Vec<Command> {
    let overview = help(&[]);
    // "  batch_norm   with and without …", below a heading that is not indented.
    let names = overview.lines().filter_map(|line| line.strip_prefix("  ")?.split_once("  "));
    let names = names.map(|(name, _)| name).filter(|name| is_name(name) && *name != "completions");
    names.map(|name| Command { name: name.into(), flags: flags(&help(&[name])) }).collect()
}

/// Whether many commands have the flag and share its code.
pub fn is_shared(flag: &Flag) -> bool {
    flag.heading.starts_with("Common")
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

fn help(words: &[&str]) -> String {
    let mut help = Process::new(PROGRAM);
    // In English, whatever the locale of the person who runs the tests.
    let help = help.env("LC_ALL", "C").args(words).arg("--help");
    let output = help.output().expect("it starts");
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).expect("the help is text")
}

fn flags(help: &str) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    let mut heading = String::new();
    for line in help.lines() {
        let text = line.trim_start();
        if text == line && line.ends_with(':') {
            heading = line.into();
        } else if let Some((name, _)) = text.split_once(" <").filter(|_| text.starts_with("--")) {
            flags.push(Flag { name: name.into(), default: None, heading: heading.clone() });
        } else if let (Some(flag), Some((_, default))) =
            (flags.last_mut(), text.split_once("[default: "))
        {
            flag.default = default.strip_suffix(']').map(Into::into);
        }
    }
    flags
}
