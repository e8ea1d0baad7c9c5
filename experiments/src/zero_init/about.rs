//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "zero_init",
    title: "Identical initial weights · 초깃값을 0으로 하면",
    about: "All-zero, all-equal and random initial weights: how many distinct neurons each layer has \
            before and after training, and how accurate the network becomes.",
    shows: "neurons that start alike stay alike",
    statements: &["I2"],
    seeds: 10,
    needs_data: true,
};
