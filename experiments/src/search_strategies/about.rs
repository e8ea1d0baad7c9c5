//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "search_strategies",
    title: "What five search strategies find for the same cost · 같은 비용으로 찾는 것",
    about: "What five strategies for hyperparameter search find for the same cost",
    shows: "what five strategies for hyperparameter search find for the same cost",
    statements: &[],
    seeds: 10,
    needs_data: true,
};
