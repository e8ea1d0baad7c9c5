//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "weight_init_comparison",
    title: "Initial weights compared · 가중치 초깃값 비교",
    about: "The same network learns from initial weights of standard deviation 0.01, from Xavier's \
            and from He's: which ones learn, and how fast.",
    shows: "the loss on MNIST from three kinds of initial weights",
    statements: &["I8"],
    seeds: 10,
    needs_data: true,
};
