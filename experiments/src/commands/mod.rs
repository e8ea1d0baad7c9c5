//! Commands that are no experiments, one file each, and the list that the front door has of them.

use std::process::ExitCode;

use crate::EXPERIMENTS;
use crate::search_strategies::SearchStrategies;
use clap::{ArgMatches, Command};
use lab::cli::ToolEntry;
use training::list::List;

pub mod backend_agreement;
pub mod front_door;
pub mod lecture;
pub mod predict;
#[cfg(feature = "remote")]
pub mod remote_server;
pub mod train;

/// Every command that is no experiment of the lecture, one line each: the front door runs them by name.
pub static TOOLS: List<ToolEntry> = List::of(&[
    ToolEntry::of::<lecture::Lecture>(),
    ToolEntry::of::<backend_agreement::CompareBackends>(),
    ToolEntry::of_experiment::<SearchStrategies>(),
    ToolEntry::of::<train::Train>(),
    ToolEntry::of::<predict::Predict>(),
    #[cfg(feature = "remote")]
    ToolEntry::of::<remote_server::RemoteServer>(),
]);

/// The command line of an experiment or of another command, and what does as it says.
pub type Main = (fn() -> Command, fn(&ArgMatches) -> ExitCode);

/// The experiment or other command of that name.
pub fn find(name: &str) -> Option<Main> {
    let experiment = EXPERIMENTS.iter().find(|entry| entry.name == name);
    let tool = || TOOLS.iter().find(|tool| (tool.command)().get_name() == name);
    experiment
        .map(|entry| (entry.command, entry.main))
        .or_else(|| tool().map(|tool| (tool.command, tool.main)))
}
