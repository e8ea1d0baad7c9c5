//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "weight_decay",
    title: "Weight decay · 가중치 감소",
    about: "Training and test accuracy on 300 training images with and without weight decay, over a \
            range of λ, and the norm of the weights.",
    shows: "with and without weight decay, at the book's and at our own setting",
    statements: &["V3"],
    seeds: 6,
    needs_data: true,
};
