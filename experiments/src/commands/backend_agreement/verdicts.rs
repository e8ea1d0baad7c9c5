//! A statement's verdicts on all backends.

use lab::verdict::{Claim, Judgement, Verdict};
use serde::{Deserialize, Serialize};

/// A statement on each of the backends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnBackends {
    /// The statement's id.
    pub id: String,
    /// Its verdict on each backend.
    pub verdicts: Vec<Verdict>,
    /// How many of its claims have the same verdict on all backends, and how many there are.
    pub claims: (usize, usize),
}

impl OnBackends {
    /// The statement `id`, from the claims of each backend.
    pub fn of(id: &str, claims: &[Vec<Claim>]) -> Self {
        let judgements: Vec<Judgement> =
            claims.iter().map(|claims| Judgement::of(id, claims)).collect();
        let verdicts_of = |judgement: &Judgement| -> Vec<Verdict> {
            judgement.claims.iter().map(|judged| judged.verdict).collect()
        };
        let on_each: Vec<Vec<Verdict>> = judgements.iter().map(verdicts_of).collect();
        let most = on_each.iter().map(Vec::len).max().unwrap_or(0);
        let is_same =
            |i: &usize| on_each.iter().all(|verdicts| verdicts.get(*i) == on_each[0].get(*i));
        Self {
            id: id.into(),
            claims: ((0..most).filter(is_same).count(), most),
            verdicts: judgements.iter().map(|judgement| judgement.verdict).collect(),
        }
    }

    /// Whether the statement and each of its claims have the same verdict on all backends.
    pub fn is_same(&self) -> bool {
        self.claims.0 == self.claims.1
            && self.verdicts.iter().all(|verdict| *verdict == self.verdicts[0])
    }
}
