//! Verdicts: a statement becomes measurable claims, each with a rule that was fixed before the number was
//! known.
//!
//! A [`Claim`] says what would be seen if the statement were true, which threshold decides, and why that
//! one. It is decided twice. By itself, it is decided by the 95 % interval of one number a seed
//! ([`statistics::interval`](crate::statistics::interval), which says when it is exact); where nothing is
//! random, by the number itself. Then a [`Judgement`] takes all claims on the statement together: with
//! several of them, Holm's correction asks for more evidence for each, and what has too little of it
//! becomes undecided. The second verdict is the one that counts, and the first is shown where it differs.
//!
//! Undecided does not mean that there is no effect: it means that these seeds cannot tell. The number of
//! seeds is fixed before a run. Adding seeds until a claim is decided would decide many claims by chance,
//! so a confirmation takes a new run with fresh seeds (`--seed`).

use std::fmt;

use anstyle::{AnsiColor, Style};
use language::tr;
use serde::{Deserialize, Serialize};

mod decided;
mod equivalence;
mod judged;
mod rule;

pub use decided::{Claim, Setting};
pub use judged::{Judged, Judgement, judged, probability, size_in_words};
pub use rule::{Open, claim};

/// The verdict on a claim or a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The measurements support it.
    Holds,
    /// Some of its claims hold and some do not.
    HoldsInPart,
    /// The measurements contradict it.
    DoesNotHold,
    /// The measurements decide nothing.
    Undecided,
}

impl Verdict {
    /// The verdict for a reader, in the current language. [`Display`](fmt::Display) is always English.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => tr!("holds"),
            Self::HoldsInPart => tr!("holds in part"),
            Self::DoesNotHold => tr!("does not hold"),
            Self::Undecided => tr!("undecided"),
        }
    }

    /// Its colour on a terminal: green, yellow, red, or grey where it is undecided.
    pub fn style(self) -> Style {
        match self {
            Self::Holds => AnsiColor::Green.on_default(),
            Self::HoldsInPart => AnsiColor::Yellow.on_default(),
            Self::DoesNotHold => AnsiColor::Red.on_default(),
            Self::Undecided => Style::new().dimmed(),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Holds => "holds",
            Self::HoldsInPart => "holds in part",
            Self::DoesNotHold => "does not hold",
            Self::Undecided => "undecided",
        })
    }
}
