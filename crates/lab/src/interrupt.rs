//! Ctrl-C.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::output;

/// Makes Ctrl-C say that nothing is lost, and exit with code 130. Files are written completely or not at
/// all, so the program may exit at any moment.
pub(crate) fn exit_on_interrupt() {
    let interrupted = Arc::new(AtomicBool::new(false));
    // If no handler can be set, Ctrl-C ends the process as usual, and nothing is lost either.
    if flag::register(SIGINT, Arc::clone(&interrupted)).is_err() {
        return;
    }
    thread::spawn(move || {
        while !interrupted.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(100));
        }
        output::note(
            "\ninterrupted: finished work is kept, and the same command goes on from there",
        );
        process::exit(130)
    });
}
