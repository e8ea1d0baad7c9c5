//! `--shard K/N`: one of N parts of an experiment's trials, for several machines with a shared folder.
//!
//! Every N-th trial is a shard's, counted over arms and seeds. Records are kept trial by trial, each
//! named by what it is a function of; so shards need nothing but a folder in common, shared while they
//! run or put together afterwards, and a shard that was killed is started again. Whoever finds all
//! trials there puts the record together, with or without `--shard`: the bytes are the same.
//!
//! Where an experiment has rounds, a shard that needs trials of others which are not there yet says so
//! and exits with [`WAITS`].

use std::fmt;
use std::str::FromStr;

/// The exit code of a shard that has more to do when other shards have done more.
pub const WAITS: u8 = 3;

/// Part `number` of `of` parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// Which part it is, from 1.
    pub fn number(self) -> usize {
        self.number
    }

    /// Of how many.
    pub fn of(self) -> usize {
        self.of
    }

    /// Whether the trial of that index is in this part.
    pub fn has(self, index: usize) -> bool {
        index % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
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
    fn the_parts_are_the_whole_and_share_nothing() {
        let shards: Vec<Shard> = (1..=4).map(|k| format!("{k}/4").parse().unwrap()).collect();
        for index in 0..50 {
            assert_eq!(shards.iter().filter(|shard| shard.has(index)).count(), 1, "{index}");
        }
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for bad in ["", "1", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/2"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
