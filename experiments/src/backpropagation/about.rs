//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "backpropagation",
    title: "Backpropagation · 오차역전파",
    about: "Derivatives are passed back through a computation graph, node by node. They are the same \
            as by numerical differentiation, for a fraction of the work.",
    shows: "node-by-node derivatives, gradient check, cost of a gradient",
    statements: &["B1", "B2", "B3"],
    seeds: 1,
    needs_data: true,
};
