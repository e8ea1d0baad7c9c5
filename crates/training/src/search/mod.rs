//! The search for hyperparameters (H1–H3).
//!
//! | module | what is in it |
//! |---|---|
//! | [`value`], [`key`], [`dimension`] | one hyperparameter: its value, its name with the book's setting, and the values that it may take |
//! | [`space`], [`configuration`] | all of them: the values that are searched, and one value for each |
//! | [`strategy`] | what a strategy is given and what it returns |
//! | [`grid`], [`random`], [`halving`], [`hyperband`], [`tpe`] | the strategies, one file each |
//! | [`plan`] | the flags that choose a strategy and its cost |
//! | [`tuning`] | trains one configuration and judges it on validation data |
//!
//! # What a strategy knows
//! A [`Strategy`](strategy::Strategy) is given dimensions and numbers: the points that were tried and
//! their scores on validation data. It never sees a data set. It lists all its trials before the first
//! one runs, and the point of each trial is a pure function of the seed and of the scores from earlier
//! rounds. So the result does not depend on how many trials run at once, and trials can be distributed
//! over several machines.

pub mod configuration;
pub mod dimension;
pub mod grid;
pub mod halving;
pub mod hyperband;
pub mod key;
pub mod plan;
pub mod random;
pub mod space;
pub mod strategy;
pub mod tpe;
pub mod tuning;
pub mod value;

mod bracket;
mod names;
mod parzen;
mod space_flags;
