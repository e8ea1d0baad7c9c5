//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "test_set_leak",
    title: "Choosing on test data · 시험 데이터로 고르면",
    about: "The best of k networks is chosen once on test data and once on validation data, and its test \
            accuracy is compared with its accuracy on fresh images.",
    shows: "how much test accuracy is inflated when you tune on the test set",
    statements: &["H2", "H3"],
    seeds: 10,
    needs_data: true,
};
