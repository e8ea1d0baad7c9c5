//! `--shard K/N`: one of N parts of an experiment's trials, for several machines with a shared folder.
//!
//! A shard runs every N-th trial, counted over arms and seeds. Each trial is kept in a file of its own,
//! named by everything it is a function of. So all that shards need is a common folder, shared while
//! they run or merged afterwards, and a shard that was killed can simply be started again. The last
//! shard to finish writes the record, and so does any later run without `--shard`: the bytes are the
//! same.
//!
//! In an experiment with rounds, a shard may need trials of other shards that are not there yet. It then
//! says so and exits with [`WAITS`].

use std::fmt;
use std::str::FromStr;

use training::flags::InvalidValue;

/// The exit code of a shard that has to be run again after other shards.
pub const WAITS: u8 = 3;

/// Part `number` of `of` parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// The number of this part, from 1.
    pub fn number(self) -> usize {
        self.number
    }

    /// The number of parts.
    pub fn of(self) -> usize {
        self.of
    }

    /// Whether the trial with that index belongs to this part.
    pub fn has(self, index: usize) -> bool {
        index % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let parts = text.split_once('/').map(|(k, n)| (k.trim().parse(), n.trim().parse()));
        match parts {
            Some((Ok(number), Ok(of))) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("allowed: K/N, part K of N, with K from 1 to N".into()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trial_belongs_to_exactly_one_part() {
        let shards: Vec<Shard> = (1..=4).map(|k| format!("{k}/4").parse().unwrap()).collect();
        for index in 0..50 {
            assert_eq!(shards.iter().filter(|shard| shard.has(index)).count(), 1, "{index}");
        }
    }

    #[test]
    fn invalid_parts_are_rejected() {
        for bad in ["", "1", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/2"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
