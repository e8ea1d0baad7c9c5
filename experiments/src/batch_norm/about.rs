//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "batch_norm",
    title: "Batch normalization · 배치 정규화",
    about: "Networks with and without batch normalization learn from sixteen scales of initial weights: \
            which learns faster, and which depends more on the scale.",
    shows: "with and without batch normalization, at sixteen weight scales",
    statements: &["N1"],
    seeds: 10,
    needs_data: true,
};
