//! How many trials are verified, and which.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

use clap::Args;
use extensions::random::{Purpose, Stream};
use training::flags::InvalidValue;

/// The flags `--verify` and `--verify-seed`.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Common flags")]
pub struct VerifyFlags {
    /// Run some of the kept trials again instead, chosen at random, and compare every bit; nothing is written,
    /// and the exit code is 1 if any differs. A share such as 20%, or a number of trials (default: 5%)
    #[arg(long, num_args = 0..=1, default_missing_value = "5%", value_name = "SHARE|N")]
    pub verify: Option<Extent>,

    /// The seed with which --verify chooses trials, to repeat a choice (default: a new one each time)
    #[arg(long, requires = "verify", value_name = "SEED")]
    pub verify_seed: Option<u64>,
}

/// How many of the kept trials are run again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// A share of them, above 0 and up to 1, and at least one trial.
    Share(f64),
    /// So many, or all if there are fewer.
    Count(usize),
}

impl FromStr for Extent {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let extent = match text.trim().strip_suffix('%') {
            Some(percent) => {
                let percent = percent.trim_end().parse::<f64>().ok();
                percent.filter(|p| *p > 0.0 && *p <= 100.0).map(|p| Self::Share(p / 100.0))
            }
            None => text.trim().parse().ok().filter(|n| *n > 0).map(Self::Count),
        };
        extent.ok_or_else(|| {
            "allowed: a share from above 0% to 100%, or a number of trials from 1".into()
        })
    }
}

impl Extent {
    /// How many of `kept` trials that is.
    pub fn of(self, kept: usize) -> usize {
        match self {
            Self::Share(share) => ((share * kept as f64).ceil() as usize).min(kept),
            Self::Count(count) => count.min(kept),
        }
    }
}

/// Which trials are run again.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// How many.
    pub extent: Extent,
    /// The seed by which they are chosen.
    pub seed: u64,
}

impl Choice {
    /// As the flags say; `None` without `--verify`.
    pub fn of(flags: &VerifyFlags) -> Option<Self> {
        // The standard library seeds its hash tables from the operating system, so that nobody can foresee
        // the choice.
        let seed = flags.verify_seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        flags.verify.map(|extent| Self { extent, seed })
    }

    /// The indices of the chosen ones among so many trials, all equally likely.
    pub fn indices(self, kept: usize) -> BTreeSet<usize> {
        let order = Stream::new(self.seed, Purpose::Data).permutation(kept);
        order.into_iter().take(self.extent.of(kept)).collect()
    }
}

/// The probability that none of `forged` trials is among `compared` ones, chosen at random of `kept`.
pub(super) fn missed(kept: usize, compared: usize, forged: usize) -> f64 {
    (0..forged).map(|i| kept.saturating_sub(compared + i) as f64 / (kept - i) as f64).product()
}

/// The fewest forged trials of which at least one would have been found with a probability of 95 %.
pub(super) fn would_be_found(kept: usize, compared: usize) -> Option<usize> {
    const MISSED: f64 = 0.05;
    (1..=kept).find(|&forged| missed(kept, compared, forged) <= MISSED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_or_a_number() {
        let of = |text: &str| text.parse::<Extent>().map(|extent| extent.of(130)).ok();
        assert_eq!(
            ["5%", "100%", "0.1%", "20", " 7 % ", "500"].map(of),
            [7, 130, 1, 20, 10, 130].map(Some)
        );
        for text in ["0", "-1", "0%", "101%", "NaN%", "inf%", "", "%", "x", "1.5"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(Extent::Share(0.05).of(0), 0);
    }

    #[test]
    fn a_seed_fixes_the_choice_and_every_trial_can_be_chosen() {
        let choose = |seed| Choice { extent: Extent::Count(5), seed }.indices(50);
        assert_eq!((choose(1), choose(1).len()), (choose(1), 5));
        assert_ne!(choose(1), choose(2));
        let all: BTreeSet<usize> = (0..200).flat_map(choose).collect();
        assert_eq!(all.len(), 50);
        let random =
            |_| Choice::of(&VerifyFlags { verify: Some(Extent::Count(1)), verify_seed: None });
        assert_ne!(random(0).unwrap().seed, random(1).unwrap().seed);
    }

    /// Against counting all choices of 3 of 8 trials.
    #[test]
    fn the_probability_of_missing_is_that_of_all_choices() {
        let choices: Vec<u32> = (0u32..1 << 8).filter(|set| set.count_ones() == 3).collect();
        for forged in 1..=8 {
            let bad = (1u32 << forged) - 1;
            let missing = choices.iter().filter(|set| **set & bad == 0).count();
            let expected = missing as f64 / choices.len() as f64;
            assert!((missed(8, 3, forged) - expected).abs() < 1e-12, "{forged}");
        }
        assert_eq!((would_be_found(100, 100), would_be_found(0, 0)), (Some(1), None));
        assert_eq!(would_be_found(1000, 50), Some(57));
    }
}
