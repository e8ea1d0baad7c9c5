//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "learning_rates",
    title: "Learning rates of the optimizers · 옵티마이저별 학습률",
    about: "Each optimizer trains the network of the optimizer comparison at every learning rate of a \
            grid. Three seeds choose its best rate on validation data, and ten other seeds compare the \
            optimizers, each at its own best rate. It takes about 40 minutes of one core.",
    shows: "the optimizers on MNIST, each at its own best learning rate",
    statements: &["O6"],
    seeds: 13,
    needs_data: true,
};
