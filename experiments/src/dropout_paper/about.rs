//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "dropout_paper",
    title: "The dropout paper on MNIST · 드롭아웃 논문의 MNIST 결과",
    about: "The networks of the dropout paper (Srivastava et al. 2014) learn all of MNIST, with and \
            without dropout, and their test errors are compared with the paper's.",
    shows: "the test error of the dropout paper's networks on all of MNIST",
    statements: &["V4"],
    seeds: 10,
    needs_data: true,
};
