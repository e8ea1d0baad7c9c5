//! The command line: the flags that every experiment takes, and what each command does.
//!
//! Three kinds of commands: an experiment with its own binary ([`main`]), an experiment in a list
//! ([`Entry`]), and a command that is not an experiment ([`Tool`]), such as `lecture` or `train`.

mod address;
mod entry;
mod experiment;
mod help;
mod lists;
mod tool;

pub use entry::Entry;
pub use experiment::{Ran, default_settings, main, matches, refuse, run_with};
pub use tool::{Tool, ToolEntry, tool};
