//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "optimizer_comparison",
    title: "Optimizer comparison · 옵티마이저 비교",
    about: "Four optimizers train the same network, from the same weights and on the same \
            mini-batches, and the losses that they reach are compared: at the book's learning rates, and with \
            each optimizer at its own best rate.",
    shows: "the loss on MNIST with four optimizers",
    statements: &["O6"],
    seeds: 10,
    needs_data: true,
};
