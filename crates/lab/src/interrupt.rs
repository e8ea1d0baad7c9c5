//! What Ctrl-C does.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::output;

/// At Ctrl-C, says that nothing is lost and exits with 130. Files are written whole or not at all,
/// so any moment is a good one.
pub(crate) fn exit_on_interrupt() {
    let interrupted = Arc::new(AtomicBool::new(false));
    // Where no handler can be set, Ctrl-C ends the process as ever, and nothing is lost either.
    if flag::register(SIGINT, Arc::clone(&interrupted)).is_err() {
        return;
    }
    thread::spawn(move || {
        while !interrupted.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(100));
        }
        output::note(
            "\ninterrupted: what was finished is kept; the same command goes on from there",
        );
        process::exit(130)
    });
}
