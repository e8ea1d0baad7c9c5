//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "overfitting",
    title: "Overfitting · 오버피팅",
    about: "How wide the gap between training and test accuracy is, depending on the number of training \
            images, the network's width and depth, and the scale of its initial weights. Each seed draws its own training \
            images.",
    shows: "overfitting by data, network size and initial weights",
    statements: &["V1", "V2", "I1"],
    seeds: 10,
    needs_data: true,
};
