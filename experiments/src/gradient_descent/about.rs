//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "gradient_descent",
    title: "Gradient descent · 경사법",
    about: "What a gradient is, where gradient descent leads, which learning rates work, and why the \
            negative gradient does not always point at the minimum.",
    shows: "gradients, gradient descent, and which learning rates work",
    statements: &["G1", "G2", "G3", "G4"],
    seeds: 1,
    needs_data: false,
};
