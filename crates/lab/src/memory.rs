//! How much memory a run takes, and how much the machine has free.
//!
//! The estimate is a sum of the large parts, in numbers of 4 bytes, or of 8 on a backend that computes in 64 bits:
//!
//! - **Parameters.** A network with P parameters holds them, their gradients and what the optimizer keeps for
//!   each: (2 + k) · P, where k is 0 for SGD and 2 for Adam. In addition it holds the largest layer once more
//!   while it is computed.
//! - **A mini-batch.** Of each of its B images: the pixels, for each hidden neuron the activation and the
//!   weighted sum (and what batch normalization or dropout keeps), two layers of gradients, and some numbers
//!   for each class.
//! - **An evaluation.** Of each of the 1000 images that are evaluated at once: the pixels, two layers of
//!   activations and the logits. It is not at the same time as a mini-batch, so the larger of the two counts.
//!
//! That is for one trial; as many run as there are jobs. In addition, what was measured stays in memory until
//! the record is written and drawn: about [`KEPT`] bytes a number, and [`TRIAL`] bytes a trial. [`PROGRAM`] is
//! for everything else. A test compares the estimate with what training takes (`crates/lab/tests/memory.rs`); it
//! is meant to be right within a factor of two.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use training::needs::{Needs, NetworkSize};

use crate::workers::STACK;

/// Bytes for each number that is kept until the record is written.
const KEPT: f64 = 50.0;

/// Bytes for each number of a trial that is running, while it is written.
const WRITTEN: f64 = 60.0;

/// Bytes for each trial, whatever it measures: its name, its settings and its key.
const TRIAL: f64 = 2e3;

/// Bytes of the program itself with its buffers. The data set is in memory when it is checked what is free.
const PROGRAM: f64 = 60e6;

/// What a run consists of.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Pixels of an image, and classes; 0 where no data set is read.
    pub pixels: usize,
    /// Classes of the data set.
    pub classes: usize,
    /// Trials in parallel.
    pub jobs: usize,
    /// Seeds.
    pub seeds: usize,
    /// Arms.
    pub arms: usize,
}

/// The bytes that a run takes, in addition to those of the data set.
pub fn estimate(needs: &Needs, load: &Load) -> f64 {
    let networks = needs.networks.iter().map(|network| of_network(network, load));
    let images = needs.images_in_tensors as f64 * load.pixels as f64;
    let numbers = networks.fold(0.0, f64::max) + images + needs.numbers.count();
    let trial = needs.bytes_per_number as f64 * numbers;
    let trials = load.seeds as f64 * load.arms as f64;
    let running = (load.jobs as f64).min(trials);
    let kept = needs.kept.count();
    PROGRAM
        + running * (trial + WRITTEN * kept / load.arms as f64)
        + load.seeds as f64 * KEPT * kept
        + trials * TRIAL
}

/// How many numbers a network in training takes.
fn of_network(network: &NetworkSize, load: &Load) -> f64 {
    let layers: Vec<f64> = network.hidden.iter().map(|&width| width as f64).collect();
    let (pixels, classes) = (load.pixels as f64, load.classes as f64);
    let ends = std::iter::once(pixels).chain(layers.iter().copied()).chain([classes]);
    let ends: Vec<f64> = ends.collect();
    let of_layers = || ends.windows(2).map(|pair| (pair[0] + 1.0) * pair[1]);
    let (parameters, largest): (f64, f64) = (of_layers().sum(), of_layers().fold(0.0, f64::max));
    let neurons: f64 = layers.iter().sum();
    let widest = layers.iter().copied().fold(0.0, f64::max);

    let for_each_neuron = 2.0 + network.for_each_activation as f64;
    let image = pixels + for_each_neuron * neurons + 2.0 * widest + 4.0 * classes;
    let mini_batch = network.batch_size as f64 * image;
    let evaluation = network.evaluated as f64 * (pixels + 2.0 * widest + 2.0 * classes);
    let copies = 2.0 + network.for_each_parameter as f64;
    copies * parameters + largest + mini_batch.max(evaluation)
}

/// The largest value from 1 to `most` that `fits`, if any does and all smaller ones do too.
fn largest(most: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    if !fits(1) {
        return None;
    }
    let (mut fitting, mut too_large) = (1, most + 1);
    while too_large - fitting > 1 {
        let middle = fitting.midpoint(too_large);
        match fits(middle) {
            true => fitting = middle,
            false => too_large = middle,
        }
    }
    Some(fitting)
}

/// How many of `jobs` trials can run in parallel.
pub fn jobs_that_fit(needs: &Needs, load: &Load, free: f64) -> Option<usize> {
    largest(load.jobs, |jobs| estimate(needs, &Load { jobs, ..*load }) <= free)
}

/// What would fit into `free` bytes if one flag alone were changed: the flags with values.
pub fn advice(needs: &Needs, load: &Load, free: f64) -> Vec<String> {
    let fits = |needs: &Needs| estimate(needs, load) <= free;
    let jobs = jobs_that_fit(needs, load, free).map(|jobs| format!("--jobs {jobs}"));
    let seeds = largest(load.seeds, |seeds| estimate(needs, &Load { seeds, ..*load }) <= free);
    let seeds = seeds.map(|seeds| format!("--seeds {seeds}"));

    // The network that takes most of the memory gives its name to the flags.
    let size = |network: &&NetworkSize| of_network(network, load);
    let largest_network = needs.networks.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
    let network = |change: fn(&mut NetworkSize, usize)| {
        move |most: usize| {
            largest(most, |n| {
                let mut smaller = needs.clone();
                smaller.networks.iter_mut().for_each(|network| change(network, n));
                fits(&smaller)
            })
        }
    };
    let narrower = network(|network, most| {
        network.hidden.iter_mut().for_each(|width| *width = most.min(*width));
    });
    let smaller = network(|network, most| network.batch_size = most.min(network.batch_size));
    let of_network = largest_network.into_iter().flat_map(|network| {
        let [hidden, batch] = network.flags;
        let widest = network.hidden.iter().copied().max().unwrap_or(1);
        [
            narrower(widest).map(|most| format!("{hidden} with at most {most} neurons per layer")),
            smaller(network.batch_size).map(|most| format!("{batch} {most}")),
        ]
    });

    let of_size = [
        (needs.numbers, (|needs, value| needs.numbers.value = value) as fn(&mut Needs, usize)),
        (needs.kept, |needs, value| needs.kept.value = value),
    ];
    let of_size = of_size.into_iter().map(|(size, change)| {
        let value = largest(size.value, |value| {
            let mut smaller = needs.clone();
            change(&mut smaller, value);
            fits(&smaller)
        });
        value.map(|value| format!("{} {value}", size.flag))
    });
    [jobs, seeds].into_iter().chain(of_network).chain(of_size).flatten().collect()
}

/// Bytes as a person reads them.
#[derive(Clone, Copy, Debug)]
pub struct Bytes(pub f64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = *self;
        match bytes {
            _ if bytes >= 1e9 => write!(f, "{:.1} GB", bytes / 1e9),
            _ => write!(f, "{:.0} MB", bytes / 1e6),
        }
    }
}

/// What is taken as free where the system does not say.
const UNKNOWN: f64 = 4e9;

/// The bytes that this process can still use: on Linux the smallest of what the system has available, what
/// its control groups leave (as in a container), and what `ulimit -v` leaves. Elsewhere 4 GB are assumed.
pub fn free() -> f64 {
    let system = available(&read("/proc/meminfo"));
    let of_groups = groups(&read("/proc/self/cgroup"), Path::new("/sys/fs/cgroup"));
    let of_process = address_space(&read("/proc/self/limits"), &read("/proc/self/status"));
    let known = system.into_iter().chain(of_groups).chain(of_process);
    known.reduce(f64::min).unwrap_or(UNKNOWN)
}

/// The address space that a thread may take: its stack, and what the allocator reserves for it at once.
const THREAD: f64 = 64e6 + STACK as f64;

/// How many threads `ulimit -v` leaves address space for, at least one. A thread that gets none while it starts
/// would abort the program.
pub fn threads() -> usize {
    threads_within(&read("/proc/self/limits"), &read("/proc/self/status"))
}

fn threads_within(limits: &str, status: &str) -> usize {
    let limit = field(limits, "Max address space");
    let left = limit.zip(field(status, "VmSize:")).map(|(limit, used)| limit - 1024.0 * used);
    left.map_or(usize::MAX, |left| (left / THREAD).max(1.0) as usize)
}

/// The file's text; empty if there is no such file.
fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The number behind `name`, which begins a line of `text`.
fn field(text: &str, name: &str) -> Option<f64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// What `/proc/meminfo` calls available.
fn available(meminfo: &str) -> Option<f64> {
    Some(1024.0 * field(meminfo, "MemAvailable:")?)
}

/// What `ulimit -v` leaves: the limit on the address space without what is taken of it, used or not.
fn address_space(limits: &str, status: &str) -> Option<f64> {
    // "unlimited" is not a number.
    let limit = field(limits, "Max address space")?;
    Some((limit - 1024.0 * field(status, "VmSize:")?).max(0.0))
}

/// What each control group of the process, and each group around it, leaves. Both versions of them are read;
/// `root` is where they are mounted.
fn groups(of_process: &str, root: &Path) -> Vec<f64> {
    const FILES: [[&str; 3]; 2] = [
        ["memory.max", "memory.current", "inactive_file "],
        ["memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "],
    ];
    let mut left = Vec::new();
    for line in of_process.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else { continue };
        let (mount, files) = match controllers {
            "" => (root.to_owned(), FILES[0]),
            _ if controllers.split(',').any(|name| name == "memory") => {
                (root.join("memory"), FILES[1])
            }
            _ => continue,
        };
        let group: PathBuf = mount.join(path.trim_start_matches('/'));
        for group in group.ancestors().take_while(|folder| folder.starts_with(&mount)) {
            let [limit, used, cache] = files;
            let number = |file| read(group.join(file)).trim().parse::<f64>().ok();
            // Without a limit, the file says "max" or has a number that no machine has.
            let (Some(limit), Some(used)) = (number(limit), number(used)) else { continue };
            let cached = field(&read(group.join("memory.stat")), cache).unwrap_or(0.0);
            left.push((limit - used + cached).max(0.0));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: f64 = 1e6;

    fn load() -> Load {
        Load { pixels: 784, classes: 10, jobs: 2, seeds: 10, arms: 4 }
    }

    #[test]
    fn the_estimate_grows_with_each_part() {
        let network = || NetworkSize::new(&[100; 4], 128);
        let of = |needs: Needs| estimate(&needs, &load());
        let small = of(Needs::default().network(network()));
        assert!((60.0 * MB..90.0 * MB).contains(&small), "{small}");
        for larger in [
            Needs::default().network(network().adam()),
            Needs::default().network(NetworkSize::new(&[200; 4], 128)),
            Needs::default().network(NetworkSize::new(&[100; 4], 4096)),
            Needs::default().network(network().evaluated_on(10_000)),
            Needs::default().network(network()).images_in_tensors(1000),
            Needs::default().network(network()).numbers("--starts", 100, 1000),
            Needs::default().network(network()).keeps("--iterations", 2000, 4),
        ] {
            assert!(of(larger.clone()) > small + 0.1 * MB, "{larger:?}");
        }
        // Two jobs need twice as much as one, and no more run than there are trials.
        let needs = Needs::default().network(NetworkSize::new(&[10_000; 2], 128));
        let with = |jobs, seeds| estimate(&needs, &Load { jobs, seeds, ..load() });
        assert!((1.9..2.1).contains(&(with(2, 10) / with(1, 10))));
        assert_eq!(with(8, 1), with(4, 1));
        // Sizes that no machine has are still numbers.
        let endless = Needs::default().keeps("--iterations", usize::MAX, usize::MAX);
        assert!(of(endless).is_finite());
    }

    #[test]
    fn what_would_fit_is_the_largest_that_fits() {
        let needs = Needs::default().network(NetworkSize::new(&[10_000; 2], 10_000).adam()).keeps(
            "--iterations",
            2000,
            4,
        );
        let free = 5e9;
        assert!(estimate(&needs, &load()) > free);
        let advice = advice(&needs, &load(), free);
        let said = advice.join("; ");
        assert!(said.starts_with("--jobs 1; --hidden with at most "), "{said}");
        assert!(said.contains("; --batch-size "), "{said}");
        // One seed has as many arms as there are jobs, and what is kept is small.
        assert!(!said.contains("--seeds") && !said.contains("--iterations"), "{said}");
        let widest = said.split("at most ").nth(1).unwrap().split(' ').next().unwrap();
        let widest: usize = widest.parse().unwrap();
        let of = |width| {
            let network = NetworkSize::new(&[width; 2], 10_000).adam();
            let needs = Needs::default().network(network).keeps("--iterations", 2000, 4);
            estimate(&needs, &load())
        };
        assert!(of(widest) <= free && of(widest + 1) > free, "{widest}");
        assert!(super::advice(&needs, &load(), 1.0).is_empty());
        assert_eq!(jobs_that_fit(&needs, &load(), 1e12), Some(2));
    }

    #[test]
    fn the_system_says_what_is_free() {
        let meminfo = "MemTotal:  24000 kB\nMemFree:  1 kB\nMemAvailable:   2000 kB\n";
        assert_eq!(available(meminfo), Some(2_048_000.0));
        assert_eq!(available(""), None);
        let limits = "Limit  Soft Limit  Hard Limit  Units\n\
                      Max address space         5000000              unlimited            bytes\n";
        assert_eq!(address_space(limits, "VmSize:\t 1000 kB\n"), Some(5_000_000.0 - 1_024_000.0));
        assert_eq!(threads_within(limits, "VmSize:\t 1000 kB\n"), 1);
        let larger = limits.replace("5000000", "1000000000");
        assert_eq!(threads_within(&larger, "VmSize:\t 100000 kB\n"), 12);
        assert_eq!(threads_within("", ""), usize::MAX);
        let unlimited = limits.replace("5000000", "unlimited");
        assert_eq!(address_space(&unlimited, "VmSize:\t 1000 kB\n"), None);
        let free = free();
        assert!(free > 0.0 && free.is_finite(), "{free}");
        assert_eq!(
            (Bytes(12.34e9).to_string(), Bytes(5.6e6).to_string()),
            ("12.3 GB".into(), "6 MB".into())
        );
    }

    #[test]
    fn a_container_has_the_limits_of_its_groups() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, content: &str| {
            let file = root.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        };
        write("app/inner/memory.max", "max\n");
        write("app/inner/memory.current", "10\n");
        write("app/memory.max", "1000\n");
        write("app/memory.current", "300\n");
        write("app/memory.stat", "anon 5\ninactive_file 100\n");
        assert_eq!(groups("0::/app/inner\n", root.path()), [800.0]);
        write("memory/job/memory.limit_in_bytes", "500\n");
        write("memory/job/memory.usage_in_bytes", "600\n");
        let both = "4:cpu,memory:/job\n3:cpuset:/\n0::/\n";
        assert_eq!(groups(both, root.path()), [0.0]);
        assert!(groups("", root.path()).is_empty());
    }
}
