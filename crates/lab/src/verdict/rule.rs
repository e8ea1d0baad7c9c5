//! A claim that is still open, and the rules that decide it.

use super::Verdict;
use super::decided::{Claim, Setting};
use crate::statistics::{FEWEST, interval};
use crate::table::number;
use training::statistics::mean;

/// A claim that is still open: it lacks its numbers.
///
/// Created by [`claim`]; decided by [`above`](Self::above), [`below`](Self::below),
/// [`within`](Self::within), [`equals`](Self::equals) or [`is`](Self::is).
#[derive(Clone, Debug)]
pub struct Open {
    statement: String,
    sentence: String,
    pub(super) why: String,
    otherwise: String,
    mind: String,
    lacking: String,
    setting: Setting,
}

/// Opens a claim that belongs to `statement`, at the book's settings.
pub fn claim(statement: &str, sentence: impl Into<String>) -> Open {
    Open {
        statement: statement.into(),
        sentence: sentence.into(),
        why: String::new(),
        otherwise: String::new(),
        mind: String::new(),
        lacking: String::new(),
        setting: Setting::Book,
    }
}

impl Open {
    /// Marks the claim as measured at settings that we chose.
    pub fn at_our_setting(self) -> Self {
        Self { setting: Setting::Ours, ..self }
    }

    /// Why this threshold.
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }

    /// What a learner is told if the claim does not hold: the likely reason, and what is seen instead.
    pub fn otherwise(self, explanation: impl Into<String>) -> Self {
        Self { otherwise: explanation.into(), ..self }
    }

    /// What a learner is told if the claim holds: how far it goes, and what it does not mean.
    pub fn mind(self, remark: impl Into<String>) -> Self {
        Self { mind: remark.into(), ..self }
    }

    /// What the claim is about and the record does not have, such as an arm that was not run; empty if
    /// everything is there. If something is missing, the claim is undecided whatever its numbers. It
    /// still appears and says so: otherwise a statement would rest on fewer claims without a notice.
    pub fn lacking(self, missing: impl Into<String>) -> Self {
        Self { lacking: missing.into(), ..self }
    }

    /// Claims that the number of each seed is above `threshold`. This holds if the whole interval is above
    /// it, does not hold if the whole interval is at or below it, and is undecided otherwise.
    pub fn above(self, threshold: f64, values: &[f64]) -> Claim {
        let rule = format!("the 95 % interval lies above {}", number(threshold));
        self.sampled(rule, values, |x| x - threshold)
    }

    /// Claims that the number of each seed is below `threshold`: the mirror image of
    /// [`above`](Self::above).
    pub fn below(self, threshold: f64, values: &[f64]) -> Claim {
        let rule = format!("the 95 % interval lies below {}", number(threshold));
        self.sampled(rule, values, |x| threshold - x)
    }

    /// Claims that a number without randomness equals `expected`, within `tolerance`.
    pub fn equals(self, expected: f64, tolerance: f64, measured: f64) -> Claim {
        let rule = format!("equal to {} within {}", number(expected), number(tolerance));
        let verdict = decided((measured - expected).abs() <= tolerance);
        self.closed(rule, verdict, measured)
    }

    /// Claims something else about a number without randomness: `rule` says what, in words, and
    /// `keeps_it` whether it is so.
    pub fn is(self, rule: impl Into<String>, measured: f64, keeps_it: bool) -> Claim {
        self.closed(rule.into(), decided(keeps_it), measured)
    }

    fn sampled(self, rule: String, values: &[f64], margin: impl Fn(f64) -> f64) -> Claim {
        if !self.lacking.is_empty() {
            return self.closed(rule, Verdict::Undecided, f64::NAN);
        }
        let n = values.len();
        let interval = interval(values);
        let verdict = match interval {
            None => Verdict::Undecided,
            Some((low, high)) => match (margin(low), margin(high)) {
                (a, b) if a > 0.0 && b > 0.0 => Verdict::Holds,
                (a, b) if a <= 0.0 && b <= 0.0 => Verdict::DoesNotHold,
                _ => Verdict::Undecided,
            },
        };
        let agree = values.iter().filter(|&&x| margin(x) > 0.0).count();
        let lost = values.iter().filter(|x| !x.is_finite()).count();
        let note = match (verdict, interval) {
            (Verdict::Undecided, _) if lost > 0 => {
                format!("{lost} of {n} seeds gave no finite number")
            }
            (Verdict::Undecided, None) => {
                format!("{n} of the {FEWEST} seeds needed: run with --seeds {FEWEST} or more")
            }
            (Verdict::Undecided, Some((low, high))) => {
                // The interval narrows with the square root of the number of seeds.
                let share = (high - low) / 2.0 / margin(mean(values)).abs().max(f64::MIN_POSITIVE);
                let needed = n as f64 * share * share;
                if needed < 1000.0 {
                    format!("about {} seeds may decide it", (needed.ceil() as usize).max(n + 1))
                } else {
                    "the seeds differ too much for so small an effect: no sensible number of them would decide it"
                        .into()
                }
            }
            _ => String::new(),
        };
        Claim {
            interval,
            agree: Some((agree, n)),
            note,
            ..self.closed(rule, verdict, mean(values))
        }
    }

    fn closed(self, rule: String, verdict: Verdict, effect: f64) -> Claim {
        let (verdict, effect) = match self.lacking.as_str() {
            "" => (verdict, effect),
            _ => (Verdict::Undecided, f64::NAN),
        };
        let rule = if self.why.is_empty() { rule } else { format!("{rule}; {}", self.why) };
        let explanation = match verdict {
            Verdict::Holds => self.mind,
            Verdict::DoesNotHold => self.otherwise,
            _ => String::new(),
        };
        Claim {
            explanation,
            statement: self.statement,
            sentence: self.sentence,
            rule,
            setting: self.setting,
            verdict,
            effect,
            interval: None,
            agree: None,
            note: self.lacking,
        }
    }
}

fn decided(holds: bool) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::DoesNotHold }
}

#[cfg(test)]
mod tests {
    use super::super::together;
    use super::*;

    #[test]
    fn a_clear_effect_holds_and_its_opposite_does_not() {
        let values = [1.0, 1.1, 0.9, 1.2, 0.8, 1.0];
        let verdict = |claim: Claim| claim.verdict;
        assert_eq!(verdict(claim("X", "").above(0.0, &values)), Verdict::Holds);
        assert_eq!(verdict(claim("X", "").below(0.0, &values)), Verdict::DoesNotHold);
        assert_eq!(verdict(claim("X", "").above(2.0, &values)), Verdict::DoesNotHold);
        assert_eq!(verdict(claim("X", "").below(2.0, &values)), Verdict::Holds);
    }

    #[test]
    fn noise_and_few_seeds_and_divergence_are_undecided() {
        let noise = claim("X", "").above(0.0, &[1.0, -1.0, 0.5, -0.4, 0.2, -0.1]);
        assert_eq!(noise.verdict, Verdict::Undecided);
        assert_eq!(noise.agree, Some((3, 6)));
        let few = claim("X", "").above(0.0, &[1.0; 5]);
        assert_eq!(few.verdict, Verdict::Undecided);
        assert!(few.note.contains("--seeds 6"), "{}", few.note);
        let mut diverged = vec![1.0; 8];
        diverged[3] = f64::INFINITY;
        let diverged = claim("X", "").above(0.0, &diverged);
        assert_eq!(diverged.verdict, Verdict::Undecided);
        assert!(diverged.note.contains("1 of 8"), "{}", diverged.note);
    }

    /// At the threshold itself nothing is above it or below it, for the interval as for a seed.
    #[test]
    fn the_threshold_itself_decides_nothing() {
        let from_1 = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5];
        let above = claim("X", "").above(1.0, &from_1);
        assert_eq!((above.verdict, above.agree), (Verdict::Undecided, Some((5, 6))));
        assert_eq!(claim("X", "").above(1.5, &from_1).verdict, Verdict::DoesNotHold);
        let below = claim("X", "").below(1.5, &from_1);
        assert_eq!((below.verdict, below.agree), (Verdict::Undecided, Some((5, 6))));
        // On the other side of a threshold that is not 0, and of one below 0.
        assert_eq!(claim("X", "").below(0.5, &from_1).verdict, Verdict::DoesNotHold);
        assert_eq!(claim("X", "").below(-1.0, &from_1.map(|x| -x - 1.0)).verdict, Verdict::Holds);
    }

    /// The half interval is 3 and the effect 2: six seeds are (3/2)² too few, 13.5 are needed.
    #[test]
    fn an_undecided_claim_says_how_many_seeds_would_decide_it() {
        let values = [-1.0, 5.0, 2.0, 2.0, 2.0, 2.0];
        let claim_of = |values: &[f64]| claim("X", "").above(0.0, values);
        assert_eq!(claim_of(&values).interval, Some((-1.0, 5.0)));
        assert_eq!(claim_of(&values).note, "about 14 seeds may decide it");
        let nothing = [-1.0, 1.0, 0.001, 0.0, 0.0, 0.0];
        assert!(claim_of(&nothing).note.contains("differ too much"), "{}", claim_of(&nothing).note);
        assert_eq!(claim_of(&[1.0; 6]).note, "");
    }

    #[test]
    fn a_claim_says_what_it_rests_on() {
        let values = [-1.0, 5.0, 2.0, 2.0, 2.0, 2.0];
        let ours = claim("O6", "it is so").at_our_setting().because("0 is nothing");
        let ours = ours.above(0.0, &values);
        assert_eq!(ours.setting, Setting::Ours);
        assert_eq!(ours.rule, "the 95 % interval lies above 0; 0 is nothing");
        assert_eq!(
            ours.to_string(),
            "O6  undecided     it is so: 2 [-1, 5], 5 of 6 seeds agree (about 14 seeds may decide it)"
        );
        let book = claim("B3", "it is so").is("odd", 3.0, true);
        assert_eq!((book.setting, book.rule.as_str()), (Setting::Book, "odd"));
        assert_eq!(book.to_string(), "B3  holds         it is so: 3");
    }

    /// Whichever way it is decided, and though the numbers that are there would decide it.
    #[test]
    fn what_is_missing_is_said_and_decides_nothing() {
        let open = || claim("O6", "it is so").because("why").mind("but").lacking("X was not run");
        for claim in [
            open().above(0.0, &[1.0; 8]),
            open().below(0.0, &[]),
            open().equals(1.0, 0.1, 1.0),
            open().is("odd", 3.0, true),
        ] {
            assert_eq!((claim.verdict, claim.is_measured()), (Verdict::Undecided, false));
            assert_eq!(
                claim.to_string(),
                "O6  undecided     it is so: not measured (X was not run)"
            );
            assert!(claim.rule.ends_with("; why") && claim.explanation.is_empty());
        }
        // Measured at too few seeds is another thing.
        assert!(claim("X", "").above(0.0, &[1.0]).is_measured());
        // So no statement holds by the claims that are left.
        let left = claim("X", "").is("odd", 3.0, true).verdict;
        assert_eq!(together([left, open().is("odd", 3.0, true).verdict]), Verdict::Undecided);
    }

    #[test]
    fn exactly_nothing_is_no_effect() {
        assert_eq!(claim("X", "").above(0.0, &[0.0; 8]).verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn a_learner_is_told_why_not_or_what_to_mind() {
        let of = |x| claim("X", "").otherwise("why").mind("but").equals(1.0, 0.1, x).explanation;
        assert_eq!((of(1.0).as_str(), of(2.0).as_str()), ("but", "why"));
    }

    #[test]
    fn exact_claims_are_decided_exactly() {
        assert_eq!(claim("B3", "").equals(2.2, 1e-6, 2.2000003).verdict, Verdict::Holds);
        assert_eq!(claim("B3", "").equals(2.2, 1e-6, 2.3).verdict, Verdict::DoesNotHold);
        assert_eq!(claim("B3", "").equals(2.2, 1e-6, f64::NAN).verdict, Verdict::DoesNotHold);
        assert_eq!(claim("B3", "").is("odd", 4.0, false).verdict, Verdict::DoesNotHold);
    }
}
