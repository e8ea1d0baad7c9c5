//! Commands that are no experiments, one file each.

use crate::cli::ToolEntry;

pub mod front_door;
pub mod lecture;

/// Every command that is no experiment, one line each: the front door runs them by name.
pub const TOOLS: &[ToolEntry] = &[ToolEntry::of::<lecture::Lecture>()];
