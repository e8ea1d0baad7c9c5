//! The commands that are not experiments, one file or folder each, and the list of them.

pub mod backend_agreement;
pub mod lecture;
pub mod predict;
#[cfg(feature = "remote")]
pub mod remote_server;
pub mod root;
pub mod train;

mod list;

pub use list::{Main, TOOLS, find};
