//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "mini_batches",
    title: "Mini-batches · 미니배치",
    about: "How many images the gradient must be computed on until a network has learned 5000 digits: \
            with randomly drawn mini-batches of several sizes, with all images at each step, and with \
            mini-batches that are not random; and how inexact the gradient of a mini-batch is.",
    shows: "the cost of learning with mini-batches and with all images",
    statements: &["O1"],
    seeds: 10,
    needs_data: true,
};
