//! Checks once, before the first trial, that the data set and the machine have what the settings ask for.

use std::thread;

use datasets::{Dataset, Samples};
use language::tr;
use training::backend::Backend;
use training::flags::InvalidValue;
use training::needs::Needs;

use crate::memory::{Bytes, Load, advice, estimate, free, jobs_that_fit, threads};
use crate::output::note;

/// Backends whose tensors are not in this machine's main memory.
const ELSEWHERE: [&str; 3] = ["wgpu", "cuda", "remote"];

/// Checks that `data` has as many training images as the settings ask for.
///
/// # Errors
/// If it has fewer: which flags ask for how many, and how many there are.
pub fn check_images(needs: &Needs, data: &Dataset) -> Result<(), InvalidValue> {
    let has = data.training.len();
    match needs.images.iter().max_by_key(|images| images.count) {
        Some(images) if images.count > has => {
            let verb = if images.flags.contains(" and ") { "ask" } else { "asks" };
            Err(format!(
                "{} {verb} for {} training images, but the data set {} has {has}: choose fewer",
                images.flags, images.count, data.name
            )
            .into())
        }
        _ => Ok(()),
    }
}

/// How many trials run in parallel: as many as `jobs` says, or one for each core if it says nothing, but
/// then only as many as fit into memory.
///
/// `load` is the run with its seeds and arms; its jobs are not read.
///
/// # Errors
/// If they do not fit: how much memory they take, how much is free, and what would fit.
pub fn check_memory(
    needs: &Needs,
    load: Load,
    jobs: Option<usize>,
    backend: Backend,
    quiet: bool,
) -> Result<usize, InvalidValue> {
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let mut needs = needs.clone();
    needs.bytes_per_number = backend.bytes_per_number();
    if ELSEWHERE.contains(&backend.name) {
        needs.networks.clear();
        needs.images_in_tensors = 0;
    }
    let free = free();
    let wanted = jobs.unwrap_or(cores).min(load.seeds.saturating_mul(load.arms)).max(1);
    let load = Load { jobs: wanted, ..load };
    let fitting = jobs_that_fit(&needs, &load, free);
    match (jobs, fitting) {
        (_, Some(fitting)) if fitting == wanted => Ok(with_threads(wanted, quiet)),
        (None, Some(fitting)) => {
            if !quiet {
                note(tr!(
                    "note: {fitting} of {wanted} trials run in parallel, because {wanted} would take about \
                     {takes} of memory, and {free} are free",
                    fitting,
                    wanted,
                    takes = Bytes(estimate(&needs, &load)),
                    free = Bytes(free)
                ));
            }
            Ok(with_threads(fitting, quiet))
        }
        _ => {
            // If the jobs were not asked for, one is what it takes at least.
            let load = Load { jobs: jobs.map_or(1, |_| wanted), ..load };
            Err(too_much(&needs, &load, free))
        }
    }
}

/// As many of these jobs as there is address space for.
fn with_threads(jobs: usize, quiet: bool) -> usize {
    let possible = jobs.min(threads());
    if possible < jobs && !quiet {
        note(tr!(
            "note: {possible} of {jobs} trials run in parallel, because the limit on the address space \
             (ulimit -v) allows no more threads",
            possible,
            jobs
        ));
    }
    possible
}

fn too_much(needs: &Needs, load: &Load, free: f64) -> InvalidValue {
    let (takes, free_bytes) = (Bytes(estimate(needs, load)), Bytes(free));
    let parallel = match load.jobs {
        1 => "one trial at a time".into(),
        n => format!("{n} trials in parallel"),
    };
    let fits = match advice(needs, load, free).as_slice() {
        [] => "choose smaller settings, or a machine with more memory".into(),
        [one] => format!("{one} would fit"),
        [first @ .., last] => format!("{}, or {last} would fit", first.join(", ")),
    };
    format!(
        "these settings take about {takes} of memory with {parallel}, and {free_bytes} are free: {fits}"
    )
    .into()
}

#[cfg(test)]
mod tests {
    use training::needs::NetworkSize;

    use super::*;

    const LOAD: Load = Load { pixels: 784, classes: 10, jobs: 1, seeds: 10, arms: 4 };

    #[test]
    fn too_few_images_are_named_with_the_flags() {
        let data = Dataset::mnist().unwrap();
        let check = |needs: Needs| check_images(&needs, &data).map_err(|error| error.to_string());
        assert_eq!(check(Needs::default()), Ok(()));
        assert_eq!(check(Needs::default().images(&[("--images", 60_000)])), Ok(()));
        let error = check(Needs::default().images(&[("--images", 9)]).images(&[("--all", 60_001)]));
        let expected = "--all 60001 asks for 60001 training images, but the data set MNIST has 60000: \
                        choose fewer";
        assert_eq!(error, Err(expected.into()));
        let error = check(Needs::default().images(&[("--a", 60_000), ("--b", 2)])).unwrap_err();
        assert!(error.starts_with("--a 60000 and --b 2 ask for 60002 training images"), "{error}");
    }

    #[test]
    fn a_network_that_no_machine_holds_is_refused_and_one_of_the_book_is_not() {
        let backend = Backend::default_compiled();
        let check = |needs, jobs| check_memory(&needs, LOAD, jobs, backend, true);
        let book = || Needs::default().network(NetworkSize::new(&[100; 4], 128).adam());
        assert_eq!(check(book(), Some(1)), Ok(1));
        assert!(check(book(), None).unwrap() >= 1);
        let huge = || Needs::default().network(NetworkSize::new(&vec![10_000; 1000], 128));
        for jobs in [None, Some(1), Some(2)] {
            let error = check(huge(), jobs).unwrap_err().to_string();
            assert!(
                error.contains("these settings take about ")
                    && error.contains(" GB of memory with "),
                "{error}"
            );
            assert!(error.contains("--hidden with at most "), "{error}");
        }
        let error = check(book().keeps("--iterations", 1 << 40, 4), None).unwrap_err().to_string();
        assert!(error.contains("--iterations ") && error.contains("would fit"), "{error}");
    }
}
