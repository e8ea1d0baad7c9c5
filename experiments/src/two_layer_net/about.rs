//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "two_layer_net",
    title: "The two-layer network · 2층 신경망",
    about: "A network with one hidden layer learns all training images; training and test accuracy rise together.",
    shows: "the network of the book's chapters 4 and 5",
    statements: &["N2"],
    seeds: 10,
    needs_data: true,
};
