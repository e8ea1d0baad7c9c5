//! Verdicts: a statement becomes measurable claims, each with a rule that was fixed before the number was
//! known.
//!
//! A [`Claim`] says what would be seen if the statement were true, which threshold decides, and why that
//! one. A measured claim is decided by the 95 % interval of one number a seed
//! ([`statistics::interval`](crate::statistics::interval), which says when it is exact); where nothing is
//! random, by the number itself. Each claim has its own 95 %: of a hundred claims decided in this way a
//! few may be wrong, so be careful with those whose interval comes close to the threshold.

use std::fmt;

use anstyle::{AnsiColor, Style};
use serde::{Deserialize, Serialize};

mod decided;
mod equivalence;
mod rule;

pub use decided::{Claim, Setting};
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

/// The verdict on a statement, from those on its claims. If all are the same, it is that one. If some hold
/// and some do not, it holds in part. Otherwise some are undecided, and so is the statement.
pub fn together(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let verdicts: Vec<Verdict> = verdicts.into_iter().collect();
    let any = |v| verdicts.contains(&v);
    let some_hold = any(Verdict::Holds) || any(Verdict::HoldsInPart);
    match (some_hold, any(Verdict::DoesNotHold), any(Verdict::Undecided)) {
        (true, true, _) => Verdict::HoldsInPart,
        (false, true, false) => Verdict::DoesNotHold,
        (true, false, false) if any(Verdict::HoldsInPart) => Verdict::HoldsInPart,
        (true, false, false) => Verdict::Holds,
        _ => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_as_good_as_its_claims() {
        use Verdict::*;
        assert_eq!(together([Holds, Holds]), Holds);
        assert_eq!(together([Holds, DoesNotHold]), HoldsInPart);
        assert_eq!(together([Holds, DoesNotHold, Undecided]), HoldsInPart);
        assert_eq!(together([DoesNotHold]), DoesNotHold);
        assert_eq!(together([Holds, Undecided]), Undecided);
        assert_eq!(together([DoesNotHold, Undecided]), Undecided);
        assert_eq!(together([HoldsInPart]), HoldsInPart);
        assert_eq!(together([]), Undecided);
    }
}
