//! What the experiment is about.

use lab::experiment::About;

/// What the experiment is about.
pub const ABOUT: About = About {
    name: "backend_agreement",
    title: "Backend agreement · 백엔드 비교",
    about: "The same trials on every backend that is compiled in: how far their losses drift apart, and \
            whether the verdicts are the same.",
    shows: "how far the losses of backends drift apart",
    statements: &[],
    seeds: 3,
    needs_data: true,
};
