//! Runs trials side by side, one thread each, and keeps each as it ends.

use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use datasets::Dataset;

use crate::experiment::Experiment;
use crate::times::Times;
use training::files::FileError;
use training::trial::Trial;

use crate::common::Common;
use crate::progress::Progress;
use crate::provenance::Provenance;
use crate::rounds::Schedule;
use crate::run_error::{RunError, panic_message};
use crate::trial_key::{TrialKey, can_be_kept};

/// What all trials of a run share.
pub(crate) struct Bench<'a, E: Experiment> {
    pub(crate) settings: &'a E::Settings,
    pub(crate) provenance: &'a Provenance,
    pub(crate) device: &'a Device,
    pub(crate) data: Option<&'a Dataset>,
    pub(crate) folder: &'a Path,
    pub(crate) common: &'a Common,
}

pub(crate) struct Task {
    pub(crate) arm_index: usize,
    pub(crate) seed_index: usize,
    pub(crate) seed: u64,
    /// The arm's.
    pub(crate) name: String,
    pub(crate) steps: u64,
    pub(crate) key: TrialKey,
}

/// What a worker says of a trial.
enum Said<M> {
    Measured(M),
    Failed(String),
    CannotKeep(FileError),
}

pub(crate) fn run_tasks<E: Experiment, S: Schedule<E>>(
    bench: &Bench<E>,
    tasks: Vec<Task>,
    compute: &Work<E>,
    measured: &mut [Vec<Option<E::Measured>>],
    times: &mut Times,
) -> Result<(), RunError> {
    let Bench { device, data, folder, common, .. } = *bench;
    if tasks.is_empty() {
        return Ok(());
    }
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let jobs = common.jobs.unwrap_or(cores).min(tasks.len());
    let steps_done = AtomicU64::new(0);
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let steps = tasks.iter().map(|task| task.steps).sum();
    let progress = Progress::new(E::ABOUT.name, steps, tasks.len(), common.quiet);
    let scores = measured.iter().flatten().flatten().filter_map(S::score);
    let mut best = scores.reduce(f64::max);
    let (sender, receiver) = mpsc::channel();
    let times = Mutex::new(times);

    // The time before the trial: what an interruption leaves then is a time too many, which running
    // the trial again corrects, and not a trial whose time nobody knows.
    let keep = |task: &Task, measured: &E::Measured, seconds: f64| {
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        times.keep(&task.key.path(folder), seconds)?;
        drop(times);
        task.key.write(folder, measured)
    };
    let trial_of = |seed: u64| {
        let trial = Trial::new(seed, device.clone()).counting(&steps_done);
        match data {
            Some(data) => trial.with_data(data),
            None => trial,
        }
    };
    let work = |sender: mpsc::Sender<(usize, Said<E::Measured>)>| {
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(index) else { break };
            let trial = trial_of(task.seed);
            let start = Instant::now();
            let result = panic::catch_unwind(AssertUnwindSafe(|| compute(task, &trial)));
            let said = match result {
                Err(panic) => Said::Failed(panic_message(&*panic)),
                Ok(measured) if !can_be_kept(&measured) => Said::Failed(
                    "it measured a number that is infinite or NaN, which its record has no room for; \
                     choose settings nearer to the defaults"
                        .into(),
                ),
                Ok(measured) => match keep(task, &measured, start.elapsed().as_secs_f64()) {
                    Ok(()) => Said::Measured(measured),
                    Err(error) => Said::CannotKeep(error),
                },
            };
            if sender.send((index, said)).is_err() {
                break;
            }
        }
    };

    let mut failed = 0;
    let mut first = String::new();
    let mut cannot_keep = None;
    thread::scope(|scope| {
        for _ in 0..jobs {
            let sender = sender.clone();
            // Burn is built without rayon, so its kernels keep to the thread that calls them.
            scope.spawn(|| work(sender));
        }
        drop(sender);
        let mut finished = 0;
        loop {
            match receiver.recv_timeout(Duration::from_millis(200)) {
                Ok((index, said)) => {
                    finished += 1;
                    let task = &tasks[index];
                    match said {
                        Said::Measured(m) => {
                            best = best.into_iter().chain(S::score(&m)).reduce(f64::max);
                            measured[task.arm_index][task.seed_index] = Some(m);
                        }
                        Said::Failed(reason) => {
                            failed += 1;
                            if first.is_empty() {
                                first = format!("{}, seed {}: {reason}", task.name, task.seed);
                            }
                        }
                        Said::CannotKeep(error) => {
                            stop.store(true, Ordering::Relaxed);
                            cannot_keep.get_or_insert(error);
                        }
                    }
                    progress.finished(finished, best);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            progress.steps(steps_done.load(Ordering::Relaxed));
        }
    });
    progress.done();
    match cannot_keep {
        Some(error) => Err(error.into()),
        None if failed > 0 => Err(RunError::Trials { failed, of: tasks.len(), first }),
        None => Ok(()),
    }
}

/// Computes one trial.
pub(crate) type Work<'a, E> = dyn Fn(&Task, &Trial) -> <E as Experiment>::Measured + Sync + 'a;
