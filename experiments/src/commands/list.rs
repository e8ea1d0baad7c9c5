//! The list of commands, and how one is found by its name.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use lab::cli::ToolEntry;
use training::list::List;

use super::across_data_sets::AcrossDataSets;
use super::backend_agreement::CompareBackends;
use super::lecture::Lecture;
use super::playground::Playground;
use super::predict::Predict;
#[cfg(feature = "remote")]
use super::remote_server::RemoteServer;
use super::train::Train;
use crate::registry::experiment;
use crate::search_strategies::SearchStrategies;

/// Every command that is not an experiment of the lecture, one line each.
pub static TOOLS: List<ToolEntry> = List::of(&[
    ToolEntry::of::<Lecture>(),
    ToolEntry::of::<CompareBackends>(),
    ToolEntry::of::<AcrossDataSets>(),
    ToolEntry::of_experiment::<SearchStrategies>(),
    ToolEntry::of::<Train>(),
    ToolEntry::of::<Predict>(),
    ToolEntry::of::<Playground>(),
    #[cfg(feature = "remote")]
    ToolEntry::of::<RemoteServer>(),
]);

/// A command line, and the function that does what it says.
pub type Main = (fn() -> Command, fn(&ArgMatches) -> ExitCode);

/// The experiment or other command of that name.
pub fn find(name: &str) -> Option<Main> {
    let tool = || TOOLS.iter().find(|tool| (tool.command)().get_name() == name);
    experiment(name)
        .map(|entry| (entry.command, entry.main))
        .or_else(|| tool().map(|tool| (tool.command, tool.main)))
}
