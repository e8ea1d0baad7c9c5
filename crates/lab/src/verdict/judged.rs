//! The claims on a statement, judged together.

use std::collections::BTreeMap;

use language::tr;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{Claim, Verdict};
use crate::statistics::{SIGNIFICANCE, holm};
use crate::table::number;

/// A claim with the verdict that counts: after the correction for the other claims on its statement.
///
/// In JSON it is one object with the keys of the claim, where `verdict` is the one that counts and
/// `verdict_before_correction` is that of the claim by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    /// The claim, with the verdict on it by itself.
    pub claim: &'a Claim,
    /// The verdict that counts. It differs from the claim's own only if that was decided by chance too
    /// easily: then it is [`Undecided`](Verdict::Undecided).
    pub verdict: Verdict,
    /// The claim's p, adjusted by Holm's method for all claims on the statement that rest on seeds; `None`
    /// where nothing is random.
    pub p_adjusted: Option<f64>,
    /// If it is undecided: why, and what would decide it.
    pub note: String,
}

/// The verdict on a statement, and on each of its claims. There is no other way to either of them, so the
/// correction cannot be forgotten.
///
/// A statement with several claims has several chances to be decided by chance. Holm's method
/// ([`holm`]) keeps the probability that *any* of its claims is decided wrongly at 5 %: a claim that its own
/// interval decides, but whose adjusted p exceeds 0.05, counts as undecided. A claim without randomness
/// cannot be decided by chance and does not count. A claim whose seeds gave no number counts with a p of 1,
/// so that the number of claims does not depend on what was measured.
///
/// ```
/// use lab::verdict::{Judgement, Verdict, claim};
///
/// // Six seeds suffice for one claim (p = 2/64), and not for two (Holm: 4/64).
/// let seeds = [0.17, 0.15, 0.18, 0.16, 0.14, 0.17];
/// let claims = [claim("O6", "a is larger").above(0.0, &seeds), claim("O6", "b is").above(0.0, &seeds)];
/// assert_eq!(Judgement::of("O6", &claims[..1]).verdict, Verdict::Holds);
///
/// let both = Judgement::of("O6", &claims);
/// assert_eq!((both.verdict, both.before), (Verdict::Undecided, Verdict::Holds));
/// assert_eq!(both.claims[0].p_adjusted, Some(4.0 / 64.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<'a> {
    /// The verdict on the statement.
    pub verdict: Verdict,
    /// What the verdict would be without the correction.
    pub before: Verdict,
    /// The claims on the statement, in their order.
    pub claims: Vec<Judged<'a>>,
}

impl<'a> Judgement<'a> {
    /// Judges the claims on `statement`; others are ignored. It must be given all claims on the statement,
    /// from whichever experiments they come.
    pub fn of(statement: &str, claims: impl IntoIterator<Item = &'a Claim>) -> Self {
        let claims = claims.into_iter().filter(|claim| claim.statement == statement);
        let claims: Vec<&Claim> = claims.collect();
        let p: Vec<f64> = claims.iter().filter_map(|claim| claim.p).collect();
        let mut adjusted = holm(&p).into_iter();
        let judge = |&claim: &&'a Claim| {
            let p_adjusted = claim.p.and_then(|_| adjusted.next());
            Judged::of(claim, p_adjusted, p.len())
        };
        let judged: Vec<Judged> = claims.iter().map(judge).collect();
        Self {
            verdict: together(judged.iter().map(|judged| judged.verdict)),
            before: together(claims.iter().map(|claim| claim.verdict)),
            claims: judged,
        }
    }

    /// The verdict before the correction, if it is another one.
    pub fn other_before(&self) -> Option<Verdict> {
        (self.before != self.verdict).then_some(self.before)
    }
}

/// Judges the claims of one experiment, which may belong to several statements, in their order.
pub fn judged(claims: &[Claim]) -> Vec<Judged<'_>> {
    let mut by_statement = BTreeMap::new();
    let next_of = |claim: &Claim| {
        let judge = || Judgement::of(&claim.statement, claims).claims.into_iter();
        let statement = by_statement.entry(claim.statement.clone()).or_insert_with(judge);
        statement.next().expect("each claim is among those on its statement")
    };
    claims.iter().map(next_of).collect()
}

impl<'a> Judged<'a> {
    /// Judges a claim on a statement with `of` claims that rest on seeds.
    fn of(claim: &'a Claim, p_adjusted: Option<f64>, of: usize) -> Self {
        let is_by_chance = p_adjusted.is_some_and(|p| p > SIGNIFICANCE);
        let (verdict, note) = match claim.verdict {
            Verdict::Holds | Verdict::DoesNotHold if is_by_chance => {
                (Verdict::Undecided, too_many_claims(claim, p_adjusted.unwrap_or(1.0), of))
            }
            verdict => (verdict, claim.note.clone()),
        };
        Self { claim, verdict, p_adjusted, note }
    }

    /// The verdict before the correction, if it is another one.
    pub fn other_before(&self) -> Option<Verdict> {
        (self.claim.verdict != self.verdict).then_some(self.claim.verdict)
    }

    /// What a learner is told about the verdict that counts; nothing if it is undecided.
    pub fn explanation(&self) -> &'a str {
        if self.verdict == Verdict::Undecided { "" } else { &self.claim.explanation }
    }

    /// The numbers in one line: the effect, its interval, the effect size, how many seeds agree, and the
    /// adjusted p.
    pub fn numbers(&self) -> String {
        let Claim { effect, interval, agree, .. } = self.claim;
        if !self.claim.is_measured() {
            return tr!("not measured").into();
        }
        let mut text = number(*effect);
        if let Some((low, high)) = interval {
            text += &format!(" [{}, {}], {}", number(*low), number(*high), self.size());
        }
        if let Some((agree, of)) = agree {
            text += ", ";
            text += &tr!("{agree} of {of} seeds agree", agree, of);
        }
        if let Some(p) = self.p_adjusted {
            text += ", ";
            text += &tr!("adjusted p {p}", p = probability(p));
        }
        text
    }

    /// The effect size in words: "d_z 1.23".
    pub fn size(&self) -> String {
        match self.claim.effect_size {
            Some(size) if size.abs() <= LARGEST_SIZE => format!("d_z {}", size_in_words(size)),
            Some(size) => size_in_words(size),
            None => tr!("the same at every seed").into(),
        }
    }
}

/// A larger effect size says only that the seeds hardly differ, and its digits say nothing.
const LARGEST_SIZE: f64 = 1000.0;

/// An effect size with two decimals, or in words where the seeds hardly differ.
pub fn size_in_words(size: f64) -> String {
    match size.abs() <= LARGEST_SIZE {
        true => format!("{size:.2}"),
        false => tr!("hardly different between seeds").into(),
    }
}

/// A probability with three significant digits: "0.0117", or "< 0.001".
pub fn probability(p: f64) -> String {
    match p {
        p if p < 0.001 => "< 0.001".into(),
        p if p >= 1.0 => "1".into(),
        p if p < 0.01 => format!("{p:.5}"),
        p if p < 0.1 => format!("{p:.4}"),
        p => format!("{p:.3}"),
    }
}

/// Why a claim that its own interval decides is undecided after the correction for `of` claims.
fn too_many_claims(claim: &Claim, p_adjusted: f64, of: usize) -> String {
    let seeds = claim.agree.map_or(0, |(_, of)| of);
    tr!(
        "by its own 95 % interval it {verdict}, but {of} claims on {statement} rest on seeds, and corrected \
         for that its p of {p} is {adjusted}, which is above {significance}; a new run with more and fresh \
         seeds, such as --seed 1000 --seeds {seeds}, could confirm it",
        verdict = claim.verdict.word(),
        of,
        statement = claim.statement,
        p = probability(claim.p.unwrap_or(1.0)),
        adjusted = probability(p_adjusted),
        significance = SIGNIFICANCE,
        seeds = 2 * seeds
    )
}

impl Serialize for Judged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claim = self.claim;
        let mut object = serializer.serialize_struct("Judged", 14)?;
        object.serialize_field("statement", &claim.statement)?;
        object.serialize_field("sentence", &claim.sentence)?;
        object.serialize_field("rule", &claim.rule)?;
        object.serialize_field("setting", &claim.setting)?;
        object.serialize_field("verdict", &self.verdict)?;
        object.serialize_field("verdict_before_correction", &claim.verdict)?;
        object.serialize_field("effect", &claim.effect)?;
        object.serialize_field("interval", &claim.interval)?;
        object.serialize_field("effect_size", &claim.effect_size)?;
        object.serialize_field("agree", &claim.agree)?;
        object.serialize_field("p", &claim.p)?;
        object.serialize_field("p_adjusted", &self.p_adjusted)?;
        object.serialize_field("note", &self.note)?;
        object.serialize_field("explanation", self.explanation())?;
        object.end()
    }
}

/// The verdict on a statement, from those on its claims. If all are the same, it is that one. If some hold
/// and some do not, it holds in part. Otherwise some are undecided, and so is the statement.
fn together(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
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
    use crate::verdict::Verdict::{DoesNotHold, Holds, HoldsInPart, Undecided};
    use crate::verdict::claim;

    #[test]
    fn a_statement_is_as_good_as_its_claims() {
        assert_eq!(together([Holds, Holds]), Holds);
        assert_eq!(together([Holds, DoesNotHold]), HoldsInPart);
        assert_eq!(together([Holds, DoesNotHold, Undecided]), HoldsInPart);
        assert_eq!(together([DoesNotHold]), DoesNotHold);
        assert_eq!(together([Holds, Undecided]), Undecided);
        assert_eq!(together([DoesNotHold, Undecided]), Undecided);
        assert_eq!(together([HoldsInPart]), HoldsInPart);
        assert_eq!(together([]), Undecided);
    }

    /// A claim at ten seeds. The numbers of `against` seeds are slightly below 0, the others above. The only subsets with a
    /// mean below 0 are those of these seeds: none, one or three. So p is 2/1024, 4/1024 or 8/1024.
    fn of(against: usize) -> Claim {
        let mut values = [10.0; 10];
        values[..against].fill(-1.0);
        claim("X", "").above(0.0, &values)
    }

    #[test]
    fn the_smallest_p_is_multiplied_by_the_number_of_claims() {
        // 2/64 · 1, and 2/64 · 2.
        let six = || claim("X", "").above(0.0, &[1.0; 6]);
        for (claims, adjusted, verdict) in
            [(vec![six()], 2.0 / 64.0, Holds), (vec![six(), six()], 4.0 / 64.0, Undecided)]
        {
            let judgement = Judgement::of("X", &claims);
            assert_eq!((judgement.verdict, judgement.before), (verdict, Holds));
            assert!(judgement.claims.iter().all(|judged| judged.p_adjusted == Some(adjusted)));
        }
    }

    #[test]
    fn ten_seeds_leave_room_for_many_claims() {
        let claims: Vec<Claim> = (0..8).map(|_| of(0)).collect();
        let judgement = Judgement::of("X", &claims);
        assert_eq!(judgement.verdict, Holds);
        assert_eq!(judgement.claims[7].p_adjusted, Some(16.0 / 1024.0));
    }

    /// By hand, in 1/1024: p is 2, 4 and 8, and 2 · 3, 4 · 2 and 8 · 1 are 6, 8 and 8. With a fourth claim whose
    /// p is 1, they are 2 · 4, 4 · 3 and 8 · 2.
    #[test]
    fn holm_is_applied_in_the_order_of_p() {
        let adjusted = |claims: &[Claim]| -> Vec<f64> {
            let judgement = Judgement::of("X", claims);
            judgement.claims.iter().map(|judged| 1024.0 * judged.p_adjusted.unwrap()).collect()
        };
        let p: Vec<f64> = [2, 0, 1].map(|n| 1024.0 * of(n).p.unwrap()).to_vec();
        assert_eq!(p, [8.0, 2.0, 4.0]);
        assert_eq!(adjusted(&[of(2), of(0), of(1)]), [8.0, 6.0, 8.0]);
        // A claim whose arm is missing still counts as one.
        let missing = claim("X", "").lacking("it was not run").above(0.0, &[]);
        assert_eq!(adjusted(&[of(2), missing, of(0), of(1)]), [16.0, 1024.0, 8.0, 12.0]);
    }

    #[test]
    fn claims_without_randomness_are_not_counted() {
        let exact = || claim("X", "").is("odd", 3.0, true);
        let six = claim("X", "").above(0.0, &[1.0; 6]);
        let claims = [exact(), six, exact(), exact()];
        let judgement = Judgement::of("X", &claims);
        assert_eq!(judgement.verdict, Holds);
        let adjusted: Vec<_> = judgement.claims.iter().map(|judged| judged.p_adjusted).collect();
        assert_eq!(adjusted, [None, Some(2.0 / 64.0), None, None]);
    }

    #[test]
    fn claims_on_other_statements_are_not_counted() {
        let six = |id| claim(id, "").above(0.0, &[1.0; 6]);
        let claims = [six("X"), six("Y"), six("Z")];
        assert_eq!(Judgement::of("Y", &claims).claims.len(), 1);
        assert!(judged(&claims).iter().all(|judged| judged.verdict == Holds));
        // All claims of an experiment keep their order.
        let mixed = [six("X"), claim("Y", "").is("odd", 3.0, false), six("X"), six("Y")];
        let found: Vec<_> =
            judged(&mixed).iter().map(|j| (&*j.claim.statement, j.verdict)).collect();
        assert_eq!(found, [("X", Undecided), ("Y", DoesNotHold), ("X", Undecided), ("Y", Holds)]);
    }

    /// A claim that was contradicted too weakly is undecided as well, and says what it was before.
    #[test]
    fn both_verdicts_are_kept_and_the_note_says_why() {
        let claims =
            [1.0, -1.0].map(|x| claim("X", "").mind("but").otherwise("why").above(0.0, &[x; 6]));
        let judgement = Judgement::of("X", &claims);
        assert_eq!((judgement.verdict, judgement.before), (Undecided, HoldsInPart));
        assert_eq!(judgement.other_before(), Some(HoldsInPart));
        let before: Vec<_> = judgement.claims.iter().map(Judged::other_before).collect();
        assert_eq!(before, [Some(Holds), Some(DoesNotHold)]);
        assert_eq!(
            judgement.claims[1].note,
            "by its own 95 % interval it does not hold, but 2 claims on X rest on seeds, and corrected for \
             that its p of 0.0312 is 0.0625, which is above 0.05; a new run with more and fresh seeds, such \
             as --seed 1000 --seeds 12, could confirm it"
        );
        assert!(judgement.claims.iter().all(|judged| judged.explanation().is_empty()));
    }

    #[test]
    fn the_numbers_are_in_one_line() {
        let text = |claim: Claim| Judgement::of("X", [&claim]).claims[0].numbers();
        assert_eq!(
            text(claim("X", "").above(0.0, &[1.0, 2.0, 3.0, 1.0, 2.0, 3.0])),
            "2 [1, 3], d_z 2.24, 6 of 6 seeds agree, adjusted p 0.0312"
        );
        assert_eq!(
            text(claim("X", "").above(0.0, &[1.0; 12])),
            "1 [1, 1], the same at every seed, 12 of 12 seeds agree, adjusted p < 0.001"
        );
        let hardly: Vec<f64> = (0..12).map(|i| 1.0 + 1e-6 * f64::from(i)).collect();
        let said = text(claim("X", "").above(0.0, &hardly));
        assert!(said.contains("], hardly different between seeds, 12 of 12"), "{said}");
        assert_eq!(text(claim("X", "").is("odd", 3.0, true)), "3");
        assert_eq!(text(claim("X", "").lacking("SGD was not run").above(0.0, &[])), "not measured");
    }

    #[test]
    fn json_has_both_verdicts() {
        let claims =
            [claim("X", "so").above(0.0, &[1.0; 6]), claim("X", "so").above(0.0, &[1.0; 6])];
        let json = serde_json::json!(judged(&claims)[0]);
        assert_eq!(
            (&json["verdict"], &json["verdict_before_correction"]),
            (&"undecided".into(), &"holds".into())
        );
        assert_eq!(
            (json["p"].as_f64(), json["p_adjusted"].as_f64()),
            (Some(0.03125), Some(0.0625))
        );
        assert!(json["effect_size"].is_null() && json["agree"][1] == 6, "{json}");
    }

    #[test]
    fn probabilities_have_three_digits() {
        let texts = [1.0, 0.123456, 0.05004, 0.001953125, 0.0002].map(probability);
        assert_eq!(texts, ["1", "0.123", "0.0500", "0.00195", "< 0.001"]);
    }
}
