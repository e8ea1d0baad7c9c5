//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "dropout_paper",
    title: "The dropout paper · 드롭아웃 논문",
    about: "The networks of the dropout paper (Srivastava et al. 2014) learn all training images, \
            with and without dropout, and their test errors are compared with those that the \
            paper reports on MNIST.",
    shows: "the test error of the dropout paper's networks on all of MNIST",
    statements: &["V4"],
    seeds: 10,
    needs_data: true,
};
