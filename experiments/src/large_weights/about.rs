//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "large_weights",
    title: "Large weights · 큰 가중치",
    about: "Do networks with larger weights overfit more? The norm of all weights and the gap between \
            training and test accuracy, of networks whose hyperparameters are drawn at random, and of \
            networks whose norm is held at a given value throughout training. Each seed draws its own \
            training images.",
    shows: "whether networks with larger weights overfit more",
    statements: &["V5"],
    seeds: 10,
    needs_data: true,
};
