//! The two ranges of learning rates that networks are drawn from.

use std::fmt;

use training::search::dimension::Dimension;

/// The range that learning rates are drawn from. Each network also has its own initial weights and
/// mini-batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// Four powers of ten, as in the book's search: most networks are bad.
    Wide,
    /// A factor of two: the networks are about equally good, and choosing among them is mostly luck.
    Narrow,
}

impl Arm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    /// The learning rates.
    pub fn learning_rates(self) -> Dimension {
        match self {
            Self::Wide => Dimension::LogUniform { from: 1e-4, to: 1.0 },
            Self::Narrow => Dimension::LogUniform { from: 0.2, to: 0.4 },
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        })
    }
}
