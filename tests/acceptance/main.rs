//! Acceptance tests: the binaries, run as a user runs them.
#![allow(missing_docs)]

mod backends;
mod bad_input;
mod browser;
mod command_line;
mod data_sets;
mod divergence;
mod documents;
mod faults;
mod foreign;
mod forgery;
mod forms;
mod languages;
mod lecture;
mod observations;
mod optimizer_results;
mod pictures;
mod records;
#[cfg(feature = "remote")]
mod remote;
mod search;
mod streams;
mod tools;
mod versions;
