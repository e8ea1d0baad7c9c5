//! The protocol of an experiment, from its settings to its verdicts. It does not depend on the lecture.
//!
//! settings → trials → records → figures and verdicts → report. One direction, no way back.
//!
//! | module | what is in it |
//! |---|---|
//! | [`experiment`], [`rounds`] | what an experiment is: [`Experiment`], its [`View`] of a record, and [`Rounds`] of trials |
//! | [`common`], [`cli`], [`interrupt`] | the flags that every command takes, the command line, and signals |
//! | [`run`], [`measure`], [`arms`], [`workers`], [`advance`], [`progress`], [`run_error`], [`panics`] | runs an experiment: its missing trials in parallel, each kept as soon as it ends |
//! | [`needs`], [`memory`] | checks before the first trial that the data set and the machine have what the settings ask for |
//! | [`record`], [`provenance`], [`trial_key`], [`code`], [`seal`] | records with their provenance, and how an edited or outdated one is recognized |
//! | [`observations`], [`csv`] | a record as tidy CSV |
//! | [`verify`] | runs kept trials again and compares every bit |
//! | [`files`], [`times`], [`shard`], [`mod@write`] | other files, how long trials took, and parts of a run for several machines |
//! | [`counterexamples`] | tests claims on records in which they are not true |
//! | [`statistics`], [`verdict`], [`table`], [`curves`], [`explorer`] | what is made of a record |
//! | [`outcome`], [`output`], [`found`] | what is printed: text for a reader, JSON for a program |
//! | [`foreign`] | text that somebody else wrote, which nothing prints raw |
//! | [`statement`], [`title`], [`equation`], [`excerpt`], [`report`] | the form of a lecture's map, and the page that shows all of it |
//!
//! A verdict rests on one number for each seed, on a rule that was fixed before the numbers were known, and
//! on how many claims there are on the same statement:
//!
//! ```
//! use lab::verdict::{Judgement, Verdict, claim};
//!
//! // By how much SGD's loss ended above Adam's, at ten seeds.
//! let gaps = [0.17, 0.15, 0.18, 0.16, 0.14, 0.17, 0.16, 0.18, 0.15, 0.17];
//! let claim = claim("O6", "SGD's loss ends above Adam's").above(0.0, &gaps);
//! assert_eq!(claim.verdict, Verdict::Holds); // the whole 95 % interval lies above 0
//! assert_eq!(claim.agree, Some((10, 10)));
//!
//! // The verdict that counts is corrected for all claims on O6; here there is only this one.
//! assert_eq!(Judgement::of("O6", [&claim]).verdict, Verdict::Holds);
//! ```

mod advance;
mod arms;
pub mod cli;
pub mod code;
pub mod common;
pub mod counterexamples;
pub mod csv;
pub mod curves;
pub mod equation;
pub mod excerpt;
pub mod experiment;
pub mod explorer;
pub mod files;
pub mod foreign;
pub mod found;
pub mod interrupt;
pub mod measure;
pub mod memory;
pub mod needs;
pub mod observations;
pub mod outcome;
pub mod output;
pub mod panics;
mod progress;
pub mod provenance;
pub mod record;
pub mod report;
pub mod rounds;
pub mod run;
pub mod run_error;
pub mod seal;
pub mod shard;
pub mod shell;
pub mod statement;
pub mod statistics;
pub mod table;
pub mod times;
pub mod title;
pub mod trial_key;
pub mod verdict;
pub mod verify;
mod workers;
pub mod write;

pub use experiment::{About, Conclusion, Drawing, Experiment, RecordOf, Rounds, View};

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
