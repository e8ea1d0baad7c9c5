//! Mathematical facts, checked in 64 bits: gradients agree with central differences, and certain properties
//! hold for all inputs. To print the errors that the gradient checks find, run
//! `cargo test -p experiments --test mathematics -- --nocapture`.

mod book;
mod gradients;
mod properties;
mod tools;
mod verdicts;
