//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "learning_rate_decay",
    title: "Learning-rate decay · 학습률 감소",
    about: "SGD with a constant learning rate and with four schedules that lower it for all parameters at \
            once, and AdaGrad, which lowers it for each parameter by itself; each begins at its own best \
            learning rate.",
    shows: "the loss on MNIST with and without learning-rate decay",
    statements: &["O7"],
    seeds: 10,
    needs_data: true,
};
