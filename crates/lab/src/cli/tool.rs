//! Commands that are not experiments.

use std::process::ExitCode;

use clap::{ArgMatches, Parser};
use training::flags::InvalidValue;
use training::list::Listed;

use super::address::check_address;
use super::experiment::{command, matches, refuse, run_parsed};
use super::lists::check_lists;
use crate::common::EXIT_CODES;
use crate::experiment::View;
use crate::interrupt::exit_on_interrupt;
use crate::output;
use crate::rounds::AtOnce;

/// A command that is not an experiment, such as `lecture` or `train`.
pub trait Tool: Parser {
    /// Whether the same command continues where an interrupted one stopped.
    const CONTINUES: bool = true;

    /// Checks what no flag can check by itself: which flags were given that do not go together.
    ///
    /// # Errors
    /// A sentence that names the flags and says what is allowed.
    fn check(&self, _: &ArgMatches) -> Result<(), InvalidValue> {
        Ok(())
    }

    /// Does what the command line says.
    fn run(self) -> ExitCode;
}

/// A [`Tool`], or an experiment that measures no statement, without its type.
pub struct ToolEntry {
    /// Its command line.
    pub command: fn() -> clap::Command,
    /// Does what its command line says.
    pub main: fn(&ArgMatches) -> ExitCode,
}

impl Listed for ToolEntry {
    fn name(&self) -> String {
        (self.command)().get_name().into()
    }
}

impl ToolEntry {
    /// The entry of `T`.
    pub const fn of<T: Tool>() -> Self {
        Self { command: tool_command::<T>, main: run_tool::<T> }
    }

    /// The entry of an experiment that measures no statement, which `lecture` therefore does not run.
    pub const fn of_experiment<E: View>() -> Self {
        Self { command: command::<E>, main: run_parsed::<E, AtOnce> }
    }
}

fn tool_command<T: Tool>() -> clap::Command {
    T::command().after_help(EXIT_CODES)
}

fn run_tool<T: Tool>(matches: &ArgMatches) -> ExitCode {
    let lists = check_lists(&tool_command::<T>(), matches);
    if let Err(reason) = lists.and_then(|()| check_address(matches)) {
        return refuse(tool_command::<T>(), reason);
    }
    exit_on_interrupt(T::CONTINUES);
    let tool = match T::from_arg_matches(matches) {
        Ok(tool) => tool,
        Err(said) => return output::usage(said),
    };
    match tool.check(matches) {
        Ok(()) => output::finish(tool.run()),
        Err(reason) => refuse(tool_command::<T>(), reason),
    }
}

/// The whole work of a tool's binary.
pub fn tool<T: Tool>() -> ExitCode {
    match matches(tool_command::<T>) {
        Ok(matches) => run_tool::<T>(&matches),
        Err(code) => code,
    }
}
