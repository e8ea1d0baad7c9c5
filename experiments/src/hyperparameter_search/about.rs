//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "hyperparameter_search",
    title: "Hyperparameter search · 하이퍼파라미터 탐색",
    about: "Fifty random learning rates and weight decays are judged on validation data; the best \
            of them is judged once on test data. How much of the differences in accuracy does each of the two account for?",
    shows: "a random search that cannot see the test set",
    statements: &["H1"],
    seeds: 10,
    needs_data: true,
};
