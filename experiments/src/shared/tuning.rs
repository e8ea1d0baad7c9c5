//! Tuning and comparison on different seeds: the first seeds of a record choose a setting for each method,
//! and the others compare the methods, each at its own choice.

use lab::record::Record;
use lab::statistics::FEWEST;
use language::tr;
use training::statistics::mean;

/// How many seeds of a record choose; they come first.
pub const TUNING: usize = 3;

/// The setting that the first seeds chose among those that were tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Its place in the order in which the settings were given.
    pub index: usize,
    /// The arm that was measured at it.
    pub arm: String,
    /// The number that it was chosen by: the lowest mean over the first seeds.
    pub loss: f64,
}

/// Of these arms, the one with the lowest mean loss over the first seeds, or of equals the first. An arm
/// whose loss is infinite at one of them is not chosen. `None` if no arm can be.
pub fn choose<S, M>(
    record: &Record<S, M>,
    arms: &[String],
    loss: impl Fn(&M) -> f64 + Copy,
) -> Option<Chosen> {
    let of = |(index, arm): (usize, &String)| {
        let losses = record.values(arm, loss);
        let loss = mean(&losses[..losses.len().min(TUNING)]);
        loss.is_finite().then(|| Chosen { index, arm: arm.clone(), loss })
    };
    arms.iter().enumerate().filter_map(of).min_by(|a, b| a.loss.total_cmp(&b.loss))
}

/// One number of each seed of an arm that did not choose, in the order of the seeds.
pub fn fresh<S, M>(record: &Record<S, M>, arm: &str, number: impl Fn(&M) -> f64) -> Vec<f64> {
    record.arm(arm).skip(TUNING).map(number).collect()
}

/// The same number of one arm minus that of another.
pub fn fresh_differences<S, M>(
    record: &Record<S, M>,
    a: &str,
    b: &str,
    number: impl Fn(&M) -> f64 + Copy,
) -> Vec<f64> {
    let (a, b) = (fresh(record, a, number), fresh(record, b, number));
    a.iter().zip(&b).map(|(a, b)| a - b).collect()
}

/// What a record of so many seeds lacks for a claim about the seeds that did not choose; nothing if it has
/// enough of them.
pub fn lacks_seeds(seeds: usize) -> String {
    match seeds < TUNING + FEWEST {
        true => tr!(
            "the first {tuning} seeds choose, and {fewest} others or more compare: run with --seeds {seeds} or \
             more",
            tuning = TUNING,
            fewest = FEWEST,
            seeds = TUNING + FEWEST
        ),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(arms: &[(&str, &[f64])]) -> Record<(), f64> {
        Record::made_up((), arms.iter().map(|(name, values)| (*name, values.to_vec())))
    }

    fn choice(arms: &[(&str, &[f64])]) -> Option<usize> {
        let names: Vec<String> = arms.iter().map(|(name, _)| (*name).into()).collect();
        choose(&record(arms), &names, |&loss| loss).map(|chosen| chosen.index)
    }

    #[test]
    fn the_first_seeds_choose_and_the_others_have_no_say() {
        assert_eq!(choice(&[("a", &[2.0, 2.0, 2.0, 0.0]), ("b", &[1.0, 3.0, 1.0, 9.0])]), Some(1));
        assert_eq!(choice(&[("a", &[2.0; 4]), ("b", &[2.0; 4])]), Some(0));
        // With fewer seeds, those that there are choose.
        assert_eq!(choice(&[("a", &[2.0]), ("b", &[1.0])]), Some(1));
    }

    #[test]
    fn what_diverged_at_a_seed_is_not_chosen() {
        let diverged = [0.0, 0.0, f64::INFINITY, 0.0];
        assert_eq!(choice(&[("a", &diverged), ("b", &[7.0; 4])]), Some(1));
        assert_eq!(choice(&[("a", &diverged)]), None);
        assert_eq!(choice(&[("a", &[])]), None);
    }

    #[test]
    fn differences_are_paired_and_leave_out_the_seeds_that_chose() {
        let record =
            record(&[("a", &[9.0, 9.0, 9.0, 5.0, 7.0]), ("b", &[0.0, 0.0, 0.0, 1.0, 4.0])]);
        assert_eq!(fresh_differences(&record, "a", "b", |&x| x), [4.0, 3.0]);
        assert_eq!(fresh(&record, "c", |&x| x), [] as [f64; 0]);
    }

    #[test]
    fn nine_seeds_are_enough() {
        assert!(lacks_seeds(8).contains("--seeds 9"));
        assert_eq!(lacks_seeds(9), "");
    }
}
