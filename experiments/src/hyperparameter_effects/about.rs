//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "hyperparameter_effects",
    title: "One hyperparameter at a time · 하이퍼파라미터 하나씩",
    about: "The number of units, the batch size, the learning rate and the weight decay are changed one \
            at a time: how much does validation accuracy depend on each?",
    shows: "how much each hyperparameter matters by itself",
    statements: &["H1"],
    seeds: 10,
    needs_data: true,
};
