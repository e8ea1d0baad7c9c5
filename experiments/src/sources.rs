//! A hash of the source that can change the trials of each experiment, as `build/main.rs` computed it.

use lab::code;

static SOURCES: code::Sources = include!(concat!(env!("OUT_DIR"), "/code.rs"));

/// States the hashes of this program. Call it before anything else runs.
pub fn declare() {
    code::declare(SOURCES);
}
