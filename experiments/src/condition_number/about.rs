//! The experiment in a few words, for its help, for lists of experiments and for the report.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "condition_number",
    title: "Steep and flat directions · 비등방성 함수",
    about: "How many steps each optimizer takes to the minimum of x²/κ + y², from a round bowl (κ = 1) \
            to a narrow valley (κ = 1000), each at its best learning rate for \
            that κ.",
    shows: "how many more steps each optimizer needs in a narrower valley",
    statements: &["O2", "O3", "O5"],
    seeds: 10,
    needs_data: false,
};
