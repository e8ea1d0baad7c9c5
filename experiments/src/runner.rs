//! Runs an experiment: settings in; record, figures and verdicts out.

use std::fmt;
use std::io::{self, IsTerminal};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use datasets::{DataError, Dataset};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Common;
use crate::experiment::{Conclusion, Drawing, Experiment, Trial};
use crate::explorer::Explorer;
use crate::files::{FileError, create_folder, set_aside, sweep, write_whole};
use crate::list;
use crate::output::note;
use crate::record::{
    ArmRecord, BURN_VERSION, DataOrigin, Kept, Provenance, Record, RecordOf, SCHEMA, TrialKey,
    TrialRecord, can_be_kept, is_sealed, sealed, sha256,
};
use crate::shard::Shard;
use crate::table::{Table, percent};
use crate::times::{TimeTaken, Times};
use crate::verdict::Claim;

/// Why an experiment could not be run to its end. What was finished is kept.
#[derive(Debug)]
pub enum RunError {
    /// The backend cannot be had.
    Backend(String),
    /// The data set cannot be read.
    Data(DataError),
    /// A file cannot be written.
    File(FileError),
    /// Trials failed: how many of how many, and what the first one said.
    Trials {
        /// How many failed.
        failed: usize,
        /// Of how many.
        of: usize,
        /// The first one's arm, seed and reason.
        first: String,
    },
    /// A figure cannot be drawn.
    Figure(String),
    /// This shard has done what it can, and trials of other shards are not there yet: no failure.
    Unfinished {
        /// Which part this is.
        shard: Shard,
        /// How many trials of other shards are missing, of how many.
        missing: (usize, usize),
        /// The first one of them.
        first: String,
        /// Whether this shard has more to do when they are there.
        waits: bool,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backend(reason) => write!(f, "{reason}"),
            Self::Data(error) => write!(f, "{error}"),
            Self::File(error) => write!(f, "{error}"),
            Self::Trials { failed, of, first } => write!(
                f,
                "{failed} of {of} trials failed (the others are kept); the first: {first}"
            ),
            Self::Figure(reason) => write!(f, "cannot draw a figure: {reason}"),
            Self::Unfinished { shard, missing: (missing, of), first, waits } => {
                let state = if *waits { "waits" } else { "is done" };
                write!(
                    f,
                    "shard {shard} {state}: {missing} of {of} trials of the other shards are not in \
                     the folder yet, the first is {first}; "
                )?;
                f.write_str(match waits {
                    true => "run this again when they are",
                    false => "when they are, run the same without --shard, or any shard again",
                })
            }
        }
    }
}

impl std::error::Error for RunError {}

impl From<FileError> for RunError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<DataError> for RunError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

/// What a run leaves: for the terminal and for the report.
pub struct Outcome {
    /// The experiment's name.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// The ids of its statements.
    pub statements: &'static [&'static str],
    /// The settings, as in the record.
    pub settings: serde_json::Value,
    /// Where the numbers came from.
    pub provenance: Provenance,
    /// What was found.
    pub table: Table,
    /// The claims, decided.
    pub claims: Vec<Claim>,
    /// The figures, each with the name of its files.
    pub drawings: Vec<(&'static str, Drawing)>,
    /// The statement at which the report shows the figure of a name.
    pub shown_at: fn(&str) -> &'static str,
    /// What the reader of the report may move.
    pub explorers: Vec<Explorer>,
    /// The folder with the record and the figures.
    pub folder: PathBuf,
    /// How long the run took.
    pub seconds: f64,
    /// How many trials were run now, and how many were there already.
    pub trials: (usize, usize),
    /// How long the trials took when they were run, now or before.
    pub taken: TimeTaken,
}

/// A hash of the code that trials of the experiment `name` depend on: of its source, as `build.rs`
/// found it; of the whole program where that has an experiment or anything else of its own.
pub fn code_of(name: &str) -> String {
    let sources: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/code.rs"));
    match sources.iter().find(|(file, _)| *file == name) {
        Some((_, hash)) if !list::lengthened() => (*hash).into(),
        _ => program_hash(),
    }
}

/// The SHA-256 of the running program's file. What cannot be read has a hash that no other run has.
fn program_hash() -> String {
    let program = std::env::current_exe().and_then(std::fs::read);
    program.map_or_else(|_| format!("process {}", std::process::id()), |bytes| sha256(&bytes))
}

/// The data set in the folder that `--data` names, or else MNIST.
///
/// # Errors
/// If it cannot be read.
pub fn load_data(folder: Option<&Path>) -> Result<Dataset, DataError> {
    match folder {
        Some(folder) => Dataset::from_dir(folder),
        None => Dataset::mnist(),
    }
}

/// Runs an experiment.
///
/// # Errors
/// As [`RunError`] says. What was finished is kept, and running again goes on from there.
pub fn run<E: Experiment>(settings: &E::Settings, common: &Common) -> Result<Outcome, RunError> {
    let start = Instant::now();
    let (record, trials, taken) = measure::<E>(settings, common)?;
    let folder = common.out.join(E::NAME);
    let content = serde_json::to_string(&record).expect("a record is JSON");
    write_record(&folder.join("record.json"), content)?;

    let drawings = E::figures(&record);
    for (name, drawing) in &drawings {
        write_drawing(&folder, name, drawing)?;
    }
    Ok(Outcome {
        name: E::NAME,
        title: E::TITLE,
        about: E::ABOUT,
        statements: E::STATEMENTS,
        settings: serde_json::json!(record.settings),
        table: E::table(&record),
        claims: E::claims(&record),
        explorers: E::explorers(&record),
        shown_at: E::shown_at,
        provenance: record.provenance,
        drawings,
        folder,
        seconds: start.elapsed().as_secs_f64(),
        trials,
        taken,
    })
}

/// Seals the record and puts it in place. One of another run that is there may go, because its trials
/// are kept and it can be made again; what was not written here may not.
///
/// # Errors
/// If it cannot be written.
pub fn write_record(path: &Path, record: String) -> Result<(), FileError> {
    if std::fs::read(path).is_ok_and(|there| !is_sealed(&there)) {
        set_aside(path, "was cut or edited, or is of another version")?;
    }
    write_whole(path, sealed(record).as_bytes())
}

/// Writes `name`.svg and `name`.png into `folder`.
///
/// # Errors
/// If it cannot be drawn or written.
pub fn write_drawing(folder: &Path, name: &str, drawing: &Drawing) -> Result<(), RunError> {
    const PNG_SCALE: f32 = 2.0;
    let (svg, png) = match drawing {
        Drawing::Figure(figure) => (figure.svg(), figure.png(PNG_SCALE)),
        Drawing::Diagram(diagram) => (diagram.svg(), diagram.png(PNG_SCALE)),
    };
    let png = png.map_err(|error| RunError::Figure(error.to_string()))?;
    write_whole(&folder.join(format!("{name}.svg")), svg.as_bytes())?;
    Ok(write_whole(&folder.join(format!("{name}.png")), &png)?)
}

/// A record, how many trials were run now and how many were there already, and what all took.
pub type Measurements<E> = (RecordOf<E>, (usize, usize), TimeTaken);

/// Runs the trials that are not there yet, and puts the record together.
///
/// # Errors
/// As [`RunError`] says.
pub fn measure<E: Experiment>(
    settings: &E::Settings,
    common: &Common,
) -> Result<Measurements<E>, RunError> {
    let device =
        common.backend.device_at(common.remote_address.as_deref()).map_err(RunError::Backend)?;
    let data = if E::NEEDS_DATA { Some(load_data(common.data.as_deref())?) } else { None };
    if let Some(data) = &data {
        E::check_data(settings, data)?;
    }
    let seeds: Vec<u64> =
        (0..common.seeds.unwrap_or(E::SEEDS) as u64).map(|i| common.seed.wrapping_add(i)).collect();
    let provenance = Provenance {
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.into(),
        backend: common.backend,
        data: data.as_ref().map(|data| DataOrigin {
            name: data.name.clone(),
            fingerprint: data.fingerprint.clone(),
        }),
        code: code_of(E::NAME),
        seeds: seeds.clone(),
    };
    let trials_folder = common.out.join(E::NAME).join("trials");
    create_folder(&trials_folder)?;
    sweep(&trials_folder);
    sweep(&common.out.join(E::NAME));
    let mut times = Times::read(&common.out.join(E::NAME), common.shard);

    let bench = Bench {
        settings,
        provenance: &provenance,
        device: &device,
        data: data.as_ref(),
        folder: &trials_folder,
        common,
    };
    let arms = E::arms(settings);
    let rounds = arms.chunk_by(|a, b| E::round(settings, a) == E::round(settings, b));
    let rounds: Vec<&[E::Arm]> = rounds.collect();
    let mut files = Vec::new();
    let (mut records, mut ran) = (Vec::new(), 0);
    for (i, round) in rounds.iter().enumerate() {
        let named: Vec<_> =
            round.iter().map(|arm| (arm.to_string(), E::steps(settings, arm))).collect();
        let is_last = i + 1 == rounds.len();
        let (measured, more) = measure_arms::<E>(
            &bench,
            &Part { arms: &named, after: records.len(), shared: true, waits: !is_last },
            &mut times,
            &mut files,
            &|task, trial| {
                let (earlier, arm) = (at_seed(&records, task.seed_index), &round[task.arm_index]);
                E::trial_after(settings, arm, &earlier, trial)
            },
        )?;
        records.extend(measured);
        ran += more;
    }
    if let Some(Conclusion { name, steps }) = E::conclusion(settings) {
        let named = [(name.into(), steps)];
        let (concluded, more) = measure_arms::<E>(
            &bench,
            // Not shared out: whoever finds all other trials concludes.
            &Part { arms: &named, after: records.len(), shared: false, waits: false },
            &mut times,
            &mut files,
            &|task, trial| E::conclude(settings, &at_seed(&records, task.seed_index), trial),
        )?;
        records.extend(concluded);
        ran += more;
    }
    let kept = records.len() * seeds.len() - ran;
    let record = Record {
        schema: SCHEMA,
        experiment: E::NAME.into(),
        statements: E::STATEMENTS.iter().map(|id| (*id).into()).collect(),
        settings: settings.clone(),
        provenance,
        arms: records,
    };
    Ok((record, (ran, kept), times.of(&files)))
}

/// What the arms measured at one seed, in their order.
fn at_seed<M: Clone>(arms: &[ArmRecord<M>], seed_index: usize) -> Vec<M> {
    arms.iter().map(|arm| arm.trials[seed_index].measured.clone()).collect()
}

/// What all trials of a run share.
struct Bench<'a, E: Experiment> {
    settings: &'a E::Settings,
    provenance: &'a Provenance,
    device: &'a Device,
    data: Option<&'a Dataset>,
    folder: &'a Path,
    common: &'a Common,
}

/// Computes one trial.
type Work<'a, E> = dyn Fn(&Task, &Trial) -> <E as Experiment>::Measured + Sync + 'a;

/// The arms' records, and how many trials were run for them.
type ArmsMeasured<E> = (Vec<ArmRecord<<E as Experiment>::Measured>>, usize);

/// Arms that can run side by side.
struct Part<'a> {
    /// Each arm's name and steps.
    arms: &'a [(String, u64)],
    /// How many arms were there before these.
    after: usize,
    /// Whether `--shard` shares their trials out.
    shared: bool,
    /// Whether a shard has more to do when all of these are there.
    waits: bool,
}

/// The arms' records, and how many trials were run for them because they were not there yet. Adds
/// the trials' files to `files`.
fn measure_arms<E: Experiment>(
    bench: &Bench<E>,
    part: &Part,
    times: &mut Times,
    files: &mut Vec<PathBuf>,
    work: &Work<E>,
) -> Result<ArmsMeasured<E>, RunError> {
    let Bench { settings, provenance, folder, common, .. } = bench;
    let Part { arms, after, shared, waits } = *part;
    let seeds = &provenance.seeds;
    let mut measured: Vec<Vec<Option<E::Measured>>> = vec![vec![None; seeds.len()]; arms.len()];
    let (mut to_run, mut of_others) = (Vec::new(), Vec::new());
    for (seed_index, &seed) in seeds.iter().enumerate() {
        for (arm_index, (name, steps)) in arms.iter().enumerate() {
            let key = TrialKey::new::<E>(settings, provenance, name, seed);
            let task = Task { arm_index, seed_index, seed, name: name.clone(), steps: *steps, key };
            files.push(task.key.path(folder));
            let number = (after + arm_index) * seeds.len() + seed_index;
            let is_ours = !shared || common.shard.is_none_or(|shard| shard.has(number));
            match task.key.read(folder) {
                Kept::Intact(kept) => measured[arm_index][seed_index] = Some(kept),
                // Another shard may be writing it.
                _ if !is_ours => of_others.push(task),
                Kept::Missing => to_run.push(task),
                Kept::Damaged => {
                    let why = "was cut or edited, so its trial is run again";
                    set_aside(&task.key.path(folder), why)?;
                    to_run.push(task);
                }
            }
        }
    }
    let ran = to_run.len();
    run_tasks::<E>(bench, to_run, work, &mut measured, times)?;

    let mut missing = Vec::new();
    for Task { arm_index, seed_index, seed, name, key, .. } in &of_others {
        match key.read(folder) {
            Kept::Intact(kept) => measured[*arm_index][*seed_index] = Some(kept),
            _ => missing.push(format!("{name}, seed {seed}")),
        }
    }
    if let (Some(shard), Some(first)) = (common.shard, missing.first().cloned()) {
        let of =
            (0..arms.len() * seeds.len()).filter(|i| !shard.has(after * seeds.len() + i)).count();
        return Err(RunError::Unfinished { shard, missing: (missing.len(), of), first, waits });
    }

    let records = arms.iter().zip(measured).map(|((name, _), trials)| ArmRecord {
        name: name.clone(),
        trials: seeds
            .iter()
            .zip(trials)
            .map(|(&seed, measured)| TrialRecord {
                seed,
                measured: measured.expect("who misses a trial does not come here"),
            })
            .collect(),
    });
    Ok((records.collect(), ran))
}

struct Task {
    arm_index: usize,
    seed_index: usize,
    seed: u64,
    /// The arm's.
    name: String,
    steps: u64,
    key: TrialKey,
}

/// What a worker says of a trial.
enum Said<M> {
    Measured(M),
    Failed(String),
    CannotKeep(FileError),
}

fn run_tasks<E: Experiment>(
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
    let progress = Progress::new(E::NAME, steps, tasks.len(), common.quiet);
    let scores = measured.iter().flatten().flatten().filter_map(E::score);
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
    let work = |sender: mpsc::Sender<(usize, Said<E::Measured>)>| {
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(index) else { break };
            let trial = Trial::new(task.seed, device.clone(), data, &steps_done);
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
                            best = best.into_iter().chain(E::score(&m)).reduce(f64::max);
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

/// What a caught panic said.
pub fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".into())
}

/// A bar on a terminal, a plain line now and then elsewhere, nothing where quiet is asked for.
struct Progress {
    bar: ProgressBar,
    name: &'static str,
    trials: usize,
    plain: bool,
}

impl Progress {
    fn new(name: &'static str, steps: u64, trials: usize, quiet: bool) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let target = match is_terminal && !quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(steps.max(1)), target);
        let style = "{prefix}  {bar:32}  {percent:>3} %  {msg}  {eta} left";
        bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
        bar.set_prefix(name);
        bar.set_message(format!("0 of {trials} trials"));
        Self { bar, name, trials, plain: !is_terminal && !quiet }
    }

    fn steps(&self, steps: u64) {
        self.bar.set_position(steps);
    }

    fn finished(&self, finished: usize, best: Option<f64>) {
        let Self { name, trials, .. } = self;
        let best = best.map(|best| format!(", best so far {}", percent(best))).unwrap_or_default();
        let message = format!("{finished} of {trials} trials{best}");
        // Ten lines at most, whatever the number of trials.
        if self.plain && (finished * 10 / trials) > ((finished - 1) * 10 / trials) {
            note(format_args!("{name}: {message}"));
        }
        self.bar.set_message(message);
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}
