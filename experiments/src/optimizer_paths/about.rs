//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "optimizer_paths",
    title: "Optimizer paths · 옵티마이저의 경로",
    about: "The paths of six optimizers, and of Adam without its bias correction, down the valley \
            f(x, y) = x²/20 + y²: which of them zig-zag, and why.",
    shows: "the paths of six optimizers down a valley",
    statements: &["O1", "O2", "O3", "O4", "O5"],
    seeds: 1,
    needs_data: false,
};
