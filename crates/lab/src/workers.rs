//! Runs trials in parallel, one thread each, and keeps each as soon as it ends.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use datasets::Dataset;
use language::tr;
use training::files::FileError;
use training::trial::Trial;

use crate::advance::Advance;
use crate::common::Common;
use crate::experiment::Experiment;
use crate::output::note;
use crate::panics::caught;
use crate::progress::Progress;
use crate::provenance::Provenance;
use crate::rounds::Schedule;
use crate::run_error::RunError;
use crate::times::Times;
use crate::trial_key::{TrialKey, can_be_kept};

/// What all trials of a run have in common.
pub(crate) struct Bench<'a, E: Experiment> {
    pub(crate) settings: &'a E::Settings,
    pub(crate) provenance: &'a Provenance,
    /// Missing only if no trial may be run.
    pub(crate) device: Option<&'a Device>,
    pub(crate) data: Option<&'a Dataset>,
    /// The folder of the trials.
    pub(crate) folder: &'a Path,
    pub(crate) common: &'a Common,
}

/// A trial to run.
pub(crate) struct Task {
    pub(crate) arm_index: usize,
    pub(crate) seed_index: usize,
    pub(crate) seed: u64,
    /// The name of the arm.
    pub(crate) name: String,
    pub(crate) steps: u64,
    pub(crate) key: TrialKey,
}

/// Computes one trial.
pub(crate) type Compute<'a, E> = dyn Fn(&Task, &Trial) -> <E as Experiment>::Measured + Sync + 'a;

/// Whether this has the form of what a trial of the arm with that index measures.
pub(crate) type Fits<'a, E> = dyn Fn(usize, &<E as Experiment>::Measured) -> bool + Sync + 'a;

/// How the trials of some arms are computed, and the form of what they measure.
pub(crate) struct Work<'a, E: Experiment> {
    pub(crate) compute: &'a Compute<'a, E>,
    pub(crate) fits: &'a Fits<'a, E>,
}

/// Runs the tasks, keeps what they measure, and puts it into `measured`, by arm and seed.
pub(crate) fn run_tasks<E: Experiment, S: Schedule<E>>(
    bench: &Bench<E>,
    tasks: &[Task],
    work: &Work<E>,
    measured: &mut [Vec<Option<E::Measured>>],
    times: &mut Times,
) -> Result<(), RunError> {
    if tasks.is_empty() {
        return Ok(());
    }
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let jobs = bench.common.jobs.unwrap_or(cores).min(tasks.len());
    let steps: Vec<u64> = tasks.iter().map(|task| task.steps).collect();
    let progress = Progress::new(E::ABOUT.name, tasks.len(), bench.common.quiet);
    let workers = Workers {
        bench,
        tasks,
        work,
        times: Mutex::new(times),
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        advance: Advance::new(&steps),
    };
    let (sender, receiver) = mpsc::channel();
    let failures = thread::scope(|scope| {
        let start = || {
            let (workers, sender) = (&workers, sender.clone());
            // Burn is built without rayon, so its kernels stay on the thread that calls them.
            trial_thread().spawn_scoped(scope, move || workers.work(&sender))
        };
        enough_threads(jobs, bench.common.quiet, || start().map(drop))?;
        drop(sender);
        Ok(collect::<E, S>(&workers, &receiver, &progress, measured))
    });
    progress.done();
    failures.map_err(RunError::Threads)?.result(tasks.len())
}

/// A thread that runs trials. Its stack has a size of its own, because `RUST_MIN_STACK` can make the usual one too
/// small, and a stack that overflows ends the program.
pub(crate) fn trial_thread() -> thread::Builder {
    thread::Builder::new().stack_size(STACK)
}

/// Bytes of a trial's stack, as many as the first thread of a program usually has.
pub(crate) const STACK: usize = 8 << 20;

/// Calls the function with each item, on that many threads, or fewer if the system gives no more.
pub(crate) fn in_parallel<T: Sync>(threads: usize, items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(items.len()) {
            // Without more threads it takes longer, and that is all.
            if trial_thread().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}

/// Starts as many threads as there are jobs. Where the system allows fewer, a note says so and those do the
/// work.
///
/// # Errors
/// If it allows none.
fn enough_threads(
    jobs: usize,
    quiet: bool,
    mut start: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    for started in 0..jobs {
        match start() {
            Ok(()) => {}
            Err(error) if started == 0 => return Err(error),
            Err(error) => {
                if !quiet {
                    note(tr!(
                        "note: {started} of {jobs} trials run in parallel, because the system allows no more \
                         threads ({error})",
                        started,
                        jobs,
                        error
                    ));
                }
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What the threads share.
struct Workers<'a, E: Experiment> {
    bench: &'a Bench<'a, E>,
    tasks: &'a [Task],
    work: &'a Work<'a, E>,
    times: Mutex<&'a mut Times>,
    /// The index of the next task that nobody has begun.
    next: AtomicUsize,
    /// Set when no more tasks should be begun.
    stop: AtomicBool,
    /// The steps done so far, for the progress display.
    advance: Advance,
}

/// How a task ended.
enum Ended<M> {
    Measured(M),
    Failed(String),
    /// It was measured, and could not be written.
    NotKept(FileError),
}

impl<E: Experiment> Workers<'_, E> {
    /// The work of one thread: one task after another, until none is left.
    fn work(&self, sender: &Sender<(usize, Ended<E::Measured>)>) {
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = self.tasks.get(index) else { break };
            let ended = self.run(index, task);
            self.advance.end(index);
            if sender.send((index, ended)).is_err() {
                break;
            }
        }
    }

    /// Computes and keeps one trial.
    fn run(&self, index: usize, task: &Task) -> Ended<E::Measured> {
        let trial = self.trial(index, task.seed);
        let start = Instant::now();
        let result = caught(|| (self.work.compute)(task, &trial));
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Err(panic) => Ended::Failed(panic),
            Ok(measured) if !can_be_kept(&measured) => Ended::Failed(
                "it measured an infinite number or NaN, which its record cannot hold (its author can \
                 change that with `training::any_number`); choose settings closer to the defaults"
                    .into(),
            ),
            Ok(measured) if !(self.work.fits)(task.arm_index, &measured) => Ended::Failed(
                "it measured what `Experiment::fits` says that it cannot measure (a bug): choose settings \
                 closer to the defaults"
                    .into(),
            ),
            Ok(measured) => match self.keep(task, &measured, seconds) {
                Ok(()) => Ended::Measured(measured),
                Err(error) => Ended::NotKept(error),
            },
        }
    }

    fn trial(&self, index: usize, seed: u64) -> Trial<'_> {
        let device =
            self.bench.device.expect("only what is kept may be read without a device").clone();
        let trial = Trial::new(seed, device).counting(self.advance.counter(index));
        match self.bench.data {
            Some(data) => trial.with_data(data),
            None => trial,
        }
    }

    /// Keeps the time and then the trial. An interruption between the two leaves a time without a trial,
    /// which the next run corrects; in the other order it would leave a trial whose time nobody knows.
    fn keep(&self, task: &Task, measured: &E::Measured, seconds: f64) -> Result<(), FileError> {
        let folder = self.bench.folder;
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.keep(&task.key.path(folder), seconds)?;
        drop(times);
        task.key.write(folder, measured)
    }
}

/// How often the progress is computed.
const REFRESH: Duration = Duration::from_millis(100);

/// Collects what the threads measure until all have ended, and displays the progress.
fn collect<E: Experiment, S: Schedule<E>>(
    workers: &Workers<E>,
    receiver: &Receiver<(usize, Ended<E::Measured>)>,
    progress: &Progress,
    measured: &mut [Vec<Option<E::Measured>>],
) -> Failures {
    let scores = measured.iter().flatten().flatten().filter_map(S::score);
    let mut best = scores.reduce(f64::max);
    let mut failures = Failures::default();
    let mut finished = 0;
    let mut shown = Instant::now();
    loop {
        match receiver.recv_timeout(REFRESH) {
            Ok((index, ended)) => {
                let task = &workers.tasks[index];
                match ended {
                    Ended::Measured(trial) => {
                        best = best.into_iter().chain(S::score(&trial)).reduce(f64::max);
                        measured[task.arm_index][task.seed_index] = Some(trial);
                    }
                    Ended::Failed(reason) => failures.add(task, &reason),
                    Ended::NotKept(error) => {
                        workers.stop.store(true, Ordering::Relaxed);
                        failures.not_kept.get_or_insert(error);
                    }
                }
                finished += 1;
                progress.finished(finished, best);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return failures,
        }
        // The share is a sum over all trials: with a million of them, it would take longer than they do.
        if shown.elapsed() >= REFRESH {
            progress.at(workers.advance.share());
            shown = Instant::now();
        }
    }
}

/// What went wrong in a run.
#[derive(Default)]
struct Failures {
    /// How many trials failed.
    count: usize,
    /// The arm, the seed and the reason of the first of them.
    first: String,
    /// The first trial that could not be written; no more are run then.
    not_kept: Option<FileError>,
}

impl Failures {
    fn add(&mut self, task: &Task, reason: &str) {
        self.count += 1;
        if self.first.is_empty() {
            self.first = format!("{}, seed {}: {reason}", task.name, task.seed);
        }
    }

    /// The result of a run of so many tasks.
    fn result(self, of: usize) -> Result<(), RunError> {
        match self {
            Self { not_kept: Some(error), .. } => Err(error.into()),
            Self { count: 0, .. } => Ok(()),
            Self { count: failed, first, .. } => Err(RunError::Trials { failed, of, first }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts threads until `most` are running.
    fn threads(jobs: usize, most: usize) -> (usize, io::Result<()>) {
        let mut started = 0;
        let result = enough_threads(jobs, true, || match started == most {
            true => Err(io::ErrorKind::WouldBlock.into()),
            false => {
                started += 1;
                Ok(())
            }
        });
        (started, result)
    }

    #[test]
    fn the_threads_that_can_be_started_are_enough_unless_there_are_none() {
        assert!(matches!(threads(4, 8), (4, Ok(()))));
        assert!(matches!(threads(4, 1), (1, Ok(()))));
        assert!(matches!(threads(4, 0), (0, Err(_))));
    }
}
