//! Verdicts and claims on the page.

use super::contents::Report;
use super::words::{numbers, what_and_why};
use crate::output::capital;
use crate::statement::Standing;
use crate::verdict::{Claim, Setting, Verdict};

/// A verdict as colour, sign and word.
pub struct Badge {
    pub class: &'static str,
    pub sign: &'static str,
    pub word: Standing,
}

impl Badge {
    pub fn of(standing: Standing) -> Self {
        let (class, sign) = match standing {
            Standing::Judged(Verdict::Holds) => ("holds", "✓"),
            Standing::Judged(Verdict::HoldsInPart) => ("part", "◐"),
            Standing::Judged(Verdict::DoesNotHold) => ("not", "✗"),
            Standing::Judged(Verdict::Undecided) => ("open", "?"),
            Standing::Failed => ("not", "!"),
            Standing::NotRun => ("none", "–"),
        };
        Self { class, sign, word: standing }
    }
}

/// A claim that does not hold or is undecided, at the head of its statement: the reader who wonders
/// about the verdict finds the reason there.
pub struct Failing {
    pub what: &'static str,
    pub sentence: String,
    pub numbers: String,
    pub why: String,
}

impl Failing {
    pub fn of(claim: &Claim) -> Self {
        let (what, why) = what_and_why(claim);
        Self { what, sentence: capital(&claim.sentence), numbers: numbers(claim), why }
    }
}

/// A claim in the list below its statement.
pub struct ClaimItem<'a> {
    pub badge: Badge,
    pub sentence: String,
    pub numbers: String,
    pub is_at_books_setting: bool,
    pub rule: &'a str,
    /// Why it is undecided; empty where it is decided.
    pub note: &'a str,
    /// What to mind though it holds; empty where there is nothing.
    pub caveat: &'a str,
}

impl<'a> ClaimItem<'a> {
    pub fn all(report: &'a Report, id: &'a str) -> Vec<Self> {
        report.claims_of(id).map(Self::of).collect()
    }

    fn of(claim: &'a Claim) -> Self {
        Self {
            badge: Badge::of(Standing::Judged(claim.verdict)),
            sentence: capital(&claim.sentence),
            numbers: numbers(claim),
            is_at_books_setting: claim.setting == Setting::Book,
            rule: &claim.rule,
            note: &claim.note,
            caveat: if claim.verdict == Verdict::Holds { &claim.explanation } else { "" },
        }
    }
}
