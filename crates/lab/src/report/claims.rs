//! Verdicts and claims on the page.

use super::contents::Report;
use super::words::{chances, measured, what_and_why};
use crate::output::{capital, ended};
use crate::statement::Standing;
use crate::verdict::{Judged, Setting, Verdict};

/// A verdict as colour, sign and word.
pub struct Badge {
    pub class: &'static str,
    pub sign: &'static str,
    pub word: &'static str,
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
        Self { class, sign, word: standing.word() }
    }
}

/// What was found about a statement, in one sentence: its first claim that holds, and how many do.
pub struct Finding {
    pub sentence: String,
    /// What was measured, with its interval; the other numbers are in the list of claims.
    pub measured: String,
    pub holding: usize,
    pub of: usize,
}

impl Finding {
    /// `None` if no claim holds; then the claims that do not are shown in its place.
    pub fn of(report: &Report, id: &str) -> Option<Self> {
        let claims = report.judgement(id).claims;
        let holding: Vec<_> =
            claims.iter().filter(|judged| judged.verdict == Verdict::Holds).collect();
        let first = holding.first()?;
        Some(Self {
            sentence: capital(&first.claim.sentence),
            measured: measured(first),
            holding: holding.len(),
            of: claims.len(),
        })
    }
}

/// Claims that do not hold or are undecided, for one reason, at the head of their statement: the reader who wonders
/// about the verdict finds the reason there.
pub struct Failing {
    pub what: &'static str,
    /// Whether they are undecided.
    pub is_open: bool,
    /// Each claim, and what was measured.
    pub claims: Vec<(String, String)>,
    pub why: String,
}

impl Failing {
    /// All of a statement: claims with the same reason together, in the order of their first.
    pub fn all(report: &Report, id: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for judged in report.not_holding(id) {
            let (what, why) = what_and_why(&judged);
            let claim = (capital(&judged.claim.sentence), measured(&judged));
            match all.iter_mut().find(|failing| failing.what == what && failing.why == why) {
                Some(failing) => failing.claims.push(claim),
                None => {
                    let is_open = judged.verdict == Verdict::Undecided;
                    all.push(Self { what, is_open, claims: vec![claim], why });
                }
            }
        }
        all
    }
}

/// A claim in the list below its statement.
pub struct ClaimItem<'a> {
    pub badge: Badge,
    pub sentence: String,
    pub measured: String,
    /// The effect size, which the section on the run explains.
    pub size: Option<String>,
    pub chances: Option<String>,
    pub is_at_books_setting: bool,
    /// With its full stop.
    pub rule: String,
    /// The verdict before the correction for several claims, if it was another one.
    pub before: Option<&'static str>,
    /// Why it is undecided, with its full stop; empty where it is decided.
    pub note: String,
    /// What to mind though it holds; empty where there is nothing.
    pub caveat: &'a str,
}

impl<'a> ClaimItem<'a> {
    pub fn all(report: &'a Report, id: &str) -> Vec<Self> {
        report.judgement(id).claims.into_iter().map(Self::of).collect()
    }

    fn of(judged: Judged<'a>) -> Self {
        let claim = judged.claim;
        Self {
            badge: Badge::of(Standing::Judged(judged.verdict)),
            sentence: capital(&claim.sentence),
            measured: measured(&judged),
            size: claim.interval.map(|_| judged.size()),
            chances: chances(&judged),
            is_at_books_setting: claim.setting == Setting::Book,
            rule: ended(&claim.rule),
            before: judged.other_before().map(Verdict::word),
            caveat: if judged.verdict == Verdict::Holds { judged.explanation() } else { "" },
            note: if judged.note.is_empty() { judged.note } else { ended(&judged.note) },
        }
    }
}
