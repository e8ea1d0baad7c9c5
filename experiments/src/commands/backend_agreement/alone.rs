//! The trials of one backend, in a process of their own.
//!
//! Burn sets how many bits the numbers of a device have, once in a process, so flex and flex64 cannot compute
//! in the same one. The command therefore starts itself once for each backend, with the same arguments and
//! `--alone NAME`. Every process keeps its trials in the folder `--out`, from where the first one reads them.

use std::io::{self, Read};
use std::process::{self, Command, ExitCode, Stdio};
use std::{env, thread};

use lab::measure::measure;
use lab::output::note;
use lab::rounds::AtOnce;
use lab::run_error::RunError;
use language::tr;
use training::backend::Backend;
use training::files::stop_writing;

use super::compare::Comparison;
use crate::backend_agreement::BackendAgreement;

/// The exit code if the backend is not available on this machine. Between the two processes only.
const LEFT_OUT: u8 = 10;

/// How the process of a backend ended.
pub enum Ended {
    /// Its trials are kept.
    Measured,
    /// The backend is not available on this machine, as the process has said.
    LeftOut,
    /// As a command ends with this exit code; the process has said why.
    Failed(ExitCode),
}

/// Runs the trials of `backend` in a process of their own, and waits until it ends.
///
/// # Errors
/// If it cannot be started.
pub fn start(backend: Backend) -> io::Result<Ended> {
    let mut this = Command::new(env::current_exe()?);
    this.args(env::args_os().skip(1)).args(["--alone", backend.name]);
    this.stdin(Stdio::piped()).stdout(Stdio::null());
    // Ctrl-C in a terminal is for the first process, whose end ends this one too.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut this, 0);
    let mut process = this.spawn()?;
    let _open = process.stdin.take();
    Ok(match process.wait()?.code() {
        Some(0) => Ended::Measured,
        Some(code) if code == i32::from(LEFT_OUT) => Ended::LeftOut,
        code => Ended::Failed(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1).into()),
    })
}

/// What such a process does. It returns whether the backend is available.
///
/// # Errors
/// As [`RunError`] says.
pub fn run(comparison: &Comparison, backend: Backend) -> Result<bool, RunError> {
    end_with_the_first_process();
    let common = comparison.on(backend);
    if let Err(reason) = backend.device_at(common.remote_address.as_deref()) {
        note(tr!("note: {backend} is left out: {reason}", backend, reason));
        return Ok(false);
    }
    measure::<BackendAgreement, AtOnce>(comparison.settings, &common)?;
    for entry in comparison.experiments {
        (entry.claims)(&entry.seeded(&comparison.for_verdicts(backend)))?;
    }
    Ok(true)
}

/// The exit code of such a process.
pub fn exit_code(is_available: bool) -> ExitCode {
    if is_available { ExitCode::SUCCESS } else { LEFT_OUT.into() }
}

/// Ends this process as soon as the first one has ended, however it did: it writes nothing to the standard input
/// of this one, which is closed when it ends.
fn end_with_the_first_process() {
    // Without the thread, this process goes on until its trials are kept.
    let _ = thread::Builder::new().stack_size(1 << 20).spawn(|| {
        let _ = io::stdin().read(&mut [0]);
        let _whole = stop_writing();
        process::exit(1)
    });
}
