//! Signals that end a run: Ctrl-C (SIGINT), SIGTERM, which also a container gets when it is stopped, and
//! SIGHUP, when the terminal is closed. SIGXFSZ does not: a file that is too large is an error like others.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use language::tr;
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGXFSZ};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use training::files::stop_writing;

use crate::output;

#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGHUP, SIGINT, SIGTERM];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Makes each of the signals end the program with exit code 128 + its number, as a shell reports it, once no
/// file is being written. Without a handler they would do so too, but not in a container, whose first process
/// ignores every signal that it has no handler for.
///
/// A signal that the program was started to ignore (`nohup`, a shell's background job) stays ignored. A second
/// signal ends the program immediately.
pub(crate) fn exit_on_interrupt(continues: bool) {
    fail_writes_that_are_too_long();
    let received = Arc::new(AtomicUsize::new(0));
    let signal = Arc::clone(&received);
    let spawned = thread::Builder::new().stack_size(1 << 20).spawn(move || {
        let signal = loop {
            match signal.load(Ordering::Relaxed) {
                0 => thread::sleep(Duration::from_millis(50)),
                signal => break signal,
            }
        };
        let _whole = stop_writing();
        // Ends the line on which a terminal shows ^C.
        output::note("");
        output::note(match continues {
            true => {
                tr!("interrupted: finished work is kept, and the same command continues from there")
            }
            false => tr!("interrupted"),
        });
        process::exit(128 + signal as i32)
    });
    // Without the thread nothing would come of a signal, so it keeps its usual effect.
    if spawned.is_err() {
        return;
    }
    let is_second = Arc::new(AtomicBool::new(false));
    let ignored = ignored();
    for signal in SIGNALS.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0) {
        // In this order: only the second one finds that there was one before. If no handler can be set, the
        // signal keeps its usual effect.
        let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&is_second))
            .and_then(|_| flag::register_usize(signal, Arc::clone(&received), signal as usize))
            .and_then(|_| flag::register(signal, Arc::clone(&is_second)));
    }
}

/// Makes writing beyond the largest size of a file (`ulimit -f`) an error, as on a full disk. Without a handler
/// the signal SIGXFSZ would end the program, and leave a temporary file behind.
#[cfg(unix)]
fn fail_writes_that_are_too_long() {
    // Nobody reads the flag: with any handler, the write fails with EFBIG. If none can be set, the signal keeps
    // its usual effect.
    let _ = flag::register(SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
fn fail_writes_that_are_too_long() {}

/// The signals that the program was started to ignore, as bits from that of signal 1 on.
///
/// The standard way to ask (`sigaction`) needs unsafe code. Linux also says it in a file; on another Unix, where
/// it cannot be asked, all count as ignored, so that they keep the effect that they have without a handler.
fn ignored() -> u64 {
    if cfg!(target_os = "linux") {
        std::fs::read_to_string("/proc/self/status").map_or(u64::MAX, |status| in_status(&status))
    } else if cfg!(unix) {
        u64::MAX
    } else {
        0
    }
}

/// The signals in the line `SigIgn` of `/proc/self/status`.
fn in_status(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_bits_from_the_first() {
        let of = |bits: &str| in_status(&format!("Name:\tx\nSigIgn:\t{bits}\nSigCgt:\t0\n"));
        assert_eq!(of("0000000000000001"), 1 << (SIGNALS[0] - 1));
        assert_eq!(of("0000000000004002"), 1 << (SIGINT - 1) | 1 << (SIGTERM - 1));
        assert_eq!((of("0"), of("x"), in_status("")), (0, u64::MAX, u64::MAX));
    }
}
