//! How the cost grows: trials per second with the number of jobs, memory with the number of seeds, and
//! time with every size that a user can increase.
//!
//! ```sh
//! cargo bench -p experiments --profile dev --bench scale
//! cargo bench -p experiments --profile dev --bench scale -- --quick   # only checks that it works
//! ```

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs, thread};

use burn::module::Module;
use burn::tensor::Device;
use clap::Parser;
use datasets::{Dataset, TrainingSet};
use experiments::optimizer_comparison::{OptimizerComparison, Settings};
use extensions::initializers::He;
use lab::common::Common;
use lab::rounds::AtOnce;
use models::Mlp;
use training::accuracy::accuracy;
use training::backend::Backend;
use training::classifier::{initial_mlp, shape};
use training::optimizers::sgd;
use training::trainer::Trainer;

type Failure = Box<dyn std::error::Error>;

#[derive(Parser)]
struct Flags {
    /// Run in seconds, only to check that the benchmark works
    #[arg(long)]
    quick: bool,
    /// Run an experiment with these flags in this process, and print how much memory it took
    #[arg(long, hide = true, allow_hyphen_values = true)]
    memory_of: Option<String>,
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
    throughput(flags.quick)?;
    memory(flags.quick)?;
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
        println!("  {seeds:3} seeds: {:6.1} MB", kilobytes / 1000.0);
    }
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
