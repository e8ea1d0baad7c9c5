//! A claim, decided by itself.

use serde::{Deserialize, Serialize};

use super::Verdict;

/// Whose settings a claim was measured at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// The book's.
    Book,
    /// Settings that we chose, because the book has none or because its own do not show the statement.
    Ours,
}

/// One measurable claim and the verdict on it by itself.
///
/// The verdict that counts takes the other claims on the same statement into account: see
/// [`Judgement`](super::Judgement), which is also the only way to the verdict on a statement and to JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The id of the statement that it belongs to.
    pub statement: String,
    /// What would be seen if the statement were true.
    pub sentence: String,
    /// The threshold, and why that one.
    pub rule: String,
    /// Whose settings it was measured at.
    pub setting: Setting,
    /// Whether it holds, as if it were the only claim: by its own 95 % interval, or by the number itself
    /// where nothing is random.
    pub verdict: Verdict,
    /// The mean over the seeds, or the number itself where nothing is random.
    pub effect: f64,
    /// The 95 % interval of the effect, if it is one over seeds.
    pub interval: Option<(f64, f64)>,
    /// The distance of the effect from the threshold in standard deviations over the seeds (Cohen's d_z, see
    /// [`effect_size`](crate::statistics::effect_size)); `None` where nothing is random, or all seeds gave
    /// the same number.
    pub effect_size: Option<f64>,
    /// The two-sided p of the sign-flip test (see [`SignFlip`](crate::statistics::SignFlip)): at most 0.05
    /// exactly if the interval decides the claim. It is 1 if the seeds gave no number to test, and `None`
    /// exactly where nothing is random.
    pub p: Option<f64>,
    /// How many seeds agree with the claim, and how many there are.
    pub agree: Option<(usize, usize)>,
    /// If it is undecided: what would decide it, or what is missing.
    pub note: String,
    /// For a learner: why it does not hold, or if it does, what to be careful about.
    pub explanation: String,
}

impl Claim {
    /// Whether the record has what the claim is about.
    pub fn is_measured(&self) -> bool {
        // Without randomness every number decides; only seeds can leave a measured claim undecided.
        self.verdict != Verdict::Undecided || self.agree.is_some()
    }
}
