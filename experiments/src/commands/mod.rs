//! The commands that are not experiments, one file or folder each, and the list of them.

pub mod across_data_sets;
pub mod backend_agreement;
pub mod ids;
pub mod lecture;
pub mod playground;
pub mod predict;
#[cfg(feature = "remote")]
pub mod remote_server;
pub mod root;
pub mod train;

mod list;
mod only;
mod say;
pub mod side_by_side;

pub use list::{Main, TOOLS, find};
