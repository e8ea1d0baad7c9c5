//! Commands that are no experiments, one file each, and the list that the front door has of them.

use crate::cli::ToolEntry;
use crate::list::List;
use crate::search_strategies::SearchStrategies;

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
