//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "weight_decay",
    title: "Weight decay · 가중치 감소",
    about: "Training and test accuracy on few training images with and without weight decay, over a \
            range of λ, and the norm of the weights: on the book's 300 images, and on images that each \
            seed draws.",
    shows: "with and without weight decay, at the book's and at our own setting",
    statements: &["V3"],
    seeds: 10,
    needs_data: true,
};
