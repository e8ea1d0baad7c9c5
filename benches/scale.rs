//! How the cost grows: trials per second with the number of jobs, memory with the number of seeds, the time
//! and memory of keeping and merging many trials, and time with every size that a user can increase.
//!
//! ```sh
//! cargo bench --workspace --profile dev --bench scale
//! cargo bench --workspace --profile dev --bench scale -- --quick   # only checks that it works
//! ```

use std::hint::black_box;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{env, fmt, fs, thread};

use burn::module::Module;
use burn::tensor::Device;
use clap::{Args, Parser};
use datasets::{Dataset, TrainingSet};
use experiments::optimizer_comparison::{OptimizerComparison, Settings};
use extensions::initializers::He;
use extensions::random::{Purpose, Stream};
use lab::common::Common;
use lab::experiment::{About, Drawing, Experiment, RecordOf, View};
use lab::rounds::AtOnce;
use lab::run_error::RunError;
use lab::shard::Shard;
use lab::table::Table;
use lab::verdict::Claim;
use models::Mlp;
use serde::{Deserialize, Serialize};
use training::accuracy::accuracy;
use training::backend::Backend;
use training::classifier::{initial_mlp, shape};
use training::optimizers::sgd;
use training::trainer::Trainer;
use training::trial::Trial;

type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
struct Flags {
    /// Run in seconds, only to check that the benchmark works
    #[arg(long)]
    quick: bool,
    /// Run an experiment with these flags in this process, and print how much memory it took
    #[arg(long, hide = true, allow_hyphen_values = true)]
    memory_of: Option<String>,
    /// Run the sweep of cheap trials with these flags in this process, and print the seconds and the memory it took
    #[arg(long, hide = true, allow_hyphen_values = true)]
    sweep: Option<String>,
    /// The flag that `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Failure> {
    let flags = Flags::parse();
    if let Some(line) = &flags.memory_of {
        run(line)?;
        println!("{}", peak_memory()?);
        return Ok(());
    }
    if let Some(line) = &flags.sweep {
        let seconds = sweep(line)?;
        println!("{seconds} {}", peak_memory().unwrap_or(0));
        return Ok(());
    }
    throughput(flags.quick)?;
    memory(flags.quick)?;
    many_trials(flags.quick)?;
    growth(flags.quick)
}

/// The command line of `optimizer_comparison`.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    common: Common,
}

/// Runs `optimizer_comparison` with SGD alone and these flags. Returns the seconds it took.
fn run(flags: &str) -> Result<f64, Failure> {
    // With the same rate in both comparisons there is one arm.
    let one_arm = ["--optimizers", "SGD", "--best-rates", "SGD=0.01"];
    let flags =
        ["optimizer_comparison", "--quiet"].into_iter().chain(one_arm).chain(flags.split(' '));
    let Line { settings, common } = Line::try_parse_from(flags)?;
    let start = Instant::now();
    lab::run::run::<OptimizerComparison, AtOnce>(&settings, &common)?;
    Ok(start.elapsed().as_secs_f64())
}

/// Trials per second, from the time of a run minus the time of a second run in which all trials are
/// already kept, so that only data, records and figures remain.
fn throughput(quick: bool) -> Result<(), Failure> {
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let (iterations, rounds) = if quick { (5, 1) } else { (500, 5) };
    let trials = 4 * cores;
    println!("Trials a second ({trials} trials of {iterations} steps, best of {rounds} rounds)");
    let mut jobs: Vec<usize> = (0..).map(|i| 1 << i).take_while(|&n| n < cores).collect();
    jobs.push(cores);
    let mut seconds = vec![f64::INFINITY; jobs.len()];
    for _ in 0..rounds {
        for (best, jobs) in seconds.iter_mut().zip(&jobs) {
            let folder = tempfile::tempdir()?;
            let out = folder.path().display();
            let line =
                format!("--iterations {iterations} --seeds {trials} --jobs {jobs} --out {out}");
            *best = best.min(run(&line)? - run(&line)?);
        }
    }
    for (jobs, taken) in jobs.iter().zip(&seconds) {
        let efficiency = 100.0 * seconds[0] / (taken * *jobs as f64);
        let each_second = trials as f64 / taken;
        println!("  --jobs {jobs}: {each_second:8.2} trials/s, efficiency {efficiency:.1} %");
    }
    Ok(())
}

/// Peak memory for different numbers of seeds, each in a separate process, with records as long as at the
/// book's settings and a network that is too small to take time.
fn memory(quick: bool) -> Result<(), Failure> {
    println!("\nPeak of memory (one arm of 2000 losses a seed)");
    if !Path::new("/proc/self/status").exists() {
        println!("  not known on this system");
        return Ok(());
    }
    for seeds in if quick { vec![1, 2] } else { vec![1, 10, 100] } {
        let folder = tempfile::tempdir()?;
        let line = format!(
            "--iterations 2000 --hidden 1 --batch-size 1 --seeds {seeds} --out {}",
            folder.path().display()
        );
        let child = Command::new(env::current_exe()?).args(["--memory-of", &line]).output()?;
        if !child.status.success() {
            return Err(String::from_utf8_lossy(&child.stderr).into());
        }
        let kilobytes: f64 = String::from_utf8(child.stdout)?.trim().parse()?;
        println!("  {seeds:3} seeds: {:6.1} MB", kilobytes * 1.024 / 1000.0);
    }
    Ok(())
}

/// A sweep whose trials take no time, so that what remains is to keep and to merge them. Its settings and what it
/// measures are as large as those of a hyperparameter search.
struct Sweep;

#[derive(Args, Clone, Debug, Serialize, Deserialize)]
struct SweepSettings {
    #[arg(long)]
    configurations: usize,
    #[arg(long, default_value = "50")]
    epochs: usize,
    #[arg(long, default_value = "log-uniform:1e-6..1e-2")]
    learning_rate: String,
    #[arg(long, default_value = "log-uniform:1e-8..1e-4")]
    weight_decay: String,
}

#[derive(Clone)]
struct Configuration(usize);

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trial {}", self.0 + 1)
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Swept {
    learning_rate: f64,
    weight_decay: f64,
    epochs: Vec<usize>,
    validation: Vec<f64>,
}

impl Experiment for Sweep {
    type Settings = SweepSettings;
    type Arm = Configuration;
    type Measured = Swept;

    const ABOUT: About = About {
        name: "sweep",
        title: "A sweep · 탐색",
        about: "A sweep whose trials take no time",
        shows: "how the cost of keeping trials grows",
        statements: &[],
        seeds: 10,
        needs_data: false,
    };

    fn arms(settings: &SweepSettings) -> Vec<Configuration> {
        (0..settings.configurations).map(Configuration).collect()
    }

    fn steps(_: &SweepSettings, _: &Configuration) -> u64 {
        0
    }

    fn trial(settings: &SweepSettings, arm: &Configuration, trial: &Trial) -> Swept {
        let seed = arm.0 as u64 * 10_000 + trial.seed;
        let mut stream = Stream::new(seed, Purpose::Search);
        let epochs: Vec<usize> = (0..=settings.epochs).step_by(5).collect();
        Swept {
            learning_rate: stream.uniform(),
            weight_decay: stream.uniform(),
            validation: epochs.iter().map(|_| stream.uniform()).collect(),
            epochs,
        }
    }

    fn fits(settings: &SweepSettings, _: &Configuration, swept: &Swept) -> bool {
        swept.epochs.len() == settings.epochs / 5 + 1
            && swept.validation.len() == swept.epochs.len()
    }
}

impl View for Sweep {
    fn figures(_: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        Vec::new()
    }

    fn table(_: &RecordOf<Self>) -> Table {
        Table::default()
    }

    fn claims(_: &RecordOf<Self>) -> Vec<Claim> {
        Vec::new()
    }
}

/// The command line of the sweep.
#[derive(Parser)]
struct SweepLine {
    #[command(flatten)]
    settings: SweepSettings,
    #[command(flatten)]
    common: Common,
    #[arg(long)]
    shard: Option<Shard>,
}

/// Runs the sweep. Returns the seconds it took.
fn sweep(flags: &str) -> Result<f64, Failure> {
    // As for the experiments of the lecture, no time goes into a hash of the program.
    lab::code::declare(&[("sweep", "the benchmark")]);
    let SweepLine { settings, common, shard } =
        SweepLine::try_parse_from(["sweep", "--quiet"].into_iter().chain(flags.split(' ')))?;
    let start = Instant::now();
    match lab::run::run::<Sweep, AtOnce>(&settings, &Common { shard, ..common }) {
        Ok(_) | Err(RunError::Unfinished { .. }) => Ok(start.elapsed().as_secs_f64()),
        Err(error) => Err(error.into()),
    }
}

/// Starts the sweep in a process of its own.
fn start_sweep(flags: &str) -> Result<Child, Failure> {
    let mut program = Command::new(env::current_exe()?);
    Ok(program.args(["--sweep", flags]).stdout(Stdio::piped()).spawn()?)
}

/// The seconds that the process took, and the megabytes at its peak.
fn swept(process: Child) -> Result<(f64, f64), Failure> {
    let output = process.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    let (seconds, kilobytes) = said.trim().split_once(' ').ok_or("the sweep failed")?;
    Ok((seconds.parse()?, kilobytes.parse::<f64>()? * 1.024 / 1000.0))
}

/// How many trials one process and two at once keep in a second, and what it takes to merge them.
fn many_trials(quick: bool) -> Result<(), Failure> {
    println!("\nTrials that take no time, ten seeds of each configuration (memory at its peak)");
    let numbers = if quick { [10, 20, 40] } else { [1_000, 10_000, 100_000] };
    let mut merges = Vec::new();
    for trials in numbers {
        let folder = tempfile::tempdir()?;
        let line = |folder: &str, more: &str| {
            let out = folder.to_owned() + more;
            format!("--configurations {} --jobs 1 --out {out}", trials / 10)
        };
        let folder = folder.path().display().to_string();
        let (one, _) = swept(start_sweep(&line(&folder, "/one"))?)?;
        let start = Instant::now();
        let shards = ["1/2", "2/2"]
            .map(|shard| start_sweep(&format!("{} --shard {shard}", line(&folder, "/two"))));
        for shard in shards {
            swept(shard?)?;
        }
        let two = start.elapsed().as_secs_f64();
        let mut merge = (f64::INFINITY, 0.0);
        for _ in 0..3 {
            let (seconds, megabytes) = swept(start_sweep(&line(&folder, "/two"))?)?;
            merge = (seconds.min(merge.0), megabytes.max(merge.1));
        }
        merges.push((trials as f64, merge.0));
        println!(
            "  {trials:7}: one process keeps {:6.0} a second, two {:6.0}; merged in {:7.3} s, {:6.1} MB",
            trials as f64 / one,
            trials as f64 / two,
            merge.0,
            merge.1
        );
    }
    println!("  seconds of a merge ~ trials^{:.2}", exponent(&merges));
    Ok(())
}

/// The peak memory of this process, in kB.
fn peak_memory() -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(number.parse()?)
}

/// The seconds for each size that can be increased, and the exponent k of seconds ~ sizeᵏ, fitted by least
/// squares of the logarithms.
fn growth(quick: bool) -> Result<(), Failure> {
    let device = Backend::default_compiled().device()?;
    let training = Dataset::mnist()?.training;
    let repeats = if quick { 2 } else { 60 };
    let step = |hidden: &[usize], batch: usize| {
        let mut trainer = trainer(hidden, batch, &training, &device);
        median_seconds(repeats, || _ = black_box(trainer.step(&training)))
    };
    let depth = |layers: usize| step(&vec![100; layers], 128);
    let steps = |n: usize| {
        let mut trainer = trainer(&[100; 4], 128, &training, &device);
        median_seconds(3, || (0..n).for_each(|_| _ = black_box(trainer.step(&training))))
    };
    let images = |n: usize| {
        let model = trainer(&[100; 4], 128, &training, &device).model().valid();
        let some = training.first(n).expect("MNIST has as many");
        median_seconds(3, || _ = black_box(accuracy(&model, &some, &device)))
    };

    println!("\nHow the cost grows (seconds ~ size^k; the book's network and batch otherwise)");
    let many = if quick { [1, 2, 3, 4] } else { [25, 50, 100, 200] };
    let judged = if quick { [100, 200, 300, 400] } else { [1250, 2500, 5000, 10000] };
    grows("images in a mini-batch", [64, 128, 256, 512], |n| step(&[100; 4], n));
    grows("images judged", judged, images);
    grows("width of each layer", [100, 200, 400, 800], |n| step(&[n; 4], 128));
    grows("hidden layers", [4, 8, 16, 32], depth);
    grows("steps, and so seeds", many, steps);
    Ok(())
}

fn grows(what: &str, sizes: [usize; 4], seconds: impl Fn(usize) -> f64) {
    let points = sizes.map(|size| (size as f64, seconds(size)));
    let each: Vec<String> =
        points.iter().map(|(size, s)| format!("{size}: {:.3} ms", s * 1e3)).collect();
    println!("  {what:24} k = {:.2}   {}", exponent(&points), each.join(", "));
}

/// The slope of ln y against ln x.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let n = logs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let above: f64 = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    above / logs.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}

fn trainer(
    hidden: &[usize],
    batch: usize,
    training: &TrainingSet,
    device: &Device,
) -> Trainer<Mlp> {
    let device = device.clone().autodiff();
    let model = initial_mlp(&shape(hidden, training), &He, 0, &device);
    Trainer::new(model, sgd(0.0), 0.01, batch, 0, &device)
}

fn median_seconds(repeats: usize, mut work: impl FnMut()) -> f64 {
    work(); // warm-up
    let mut seconds: Vec<f64> = (0..repeats)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[repeats / 2]
}
