//! A claim that is still open, and the rules that decide it.

use language::tr;

use super::Verdict;
use super::decided::{Claim, Setting};
use crate::statistics::{ENOUGH, FEWEST, SIGNIFICANCE, SignFlip, effect_size, interval};
use crate::table::number;
use training::statistics::mean;

/// How many times as many seeds as bring the interval to the threshold decide a claim with a power of 80 %:
/// ((1.960 + 0.842) / 1.960)², by the quantiles of the normal distribution.
const FOR_POWER: f64 = 2.04;

/// The number of seeds above which none is suggested.
const SENSIBLE: f64 = 1000.0;

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
        let rule = tr!("the 95 % interval lies above {threshold}", threshold = number(threshold));
        let test = SignFlip::of(values, threshold);
        self.sampled(rule, threshold, values, test)
    }

    /// Claims that the number of each seed is below `threshold`: the mirror image of
    /// [`above`](Self::above).
    pub fn below(self, threshold: f64, values: &[f64]) -> Claim {
        let rule = tr!("the 95 % interval lies below {threshold}", threshold = number(threshold));
        let mirrored: Vec<f64> = values.iter().map(|x| -x).collect();
        let test = SignFlip::of(&mirrored, -threshold);
        self.sampled(rule, threshold, values, test)
    }

    /// Claims that a number without randomness equals `expected`, within `tolerance`. A number that is NaN
    /// decides nothing.
    pub fn equals(self, expected: f64, tolerance: f64, measured: f64) -> Claim {
        let rule = tr!(
            "equal to {expected} within {tolerance}",
            expected = number(expected),
            tolerance = number(tolerance)
        );
        self.exact(rule, measured, (measured - expected).abs() <= tolerance)
    }

    /// Claims something else about a number without randomness: `rule` says what, in words, and
    /// `keeps_it` whether it is so. A number that is NaN decides nothing, whatever `keeps_it` says.
    pub fn is(self, rule: impl Into<String>, measured: f64, keeps_it: bool) -> Claim {
        self.exact(rule.into(), measured, keeps_it)
    }

    /// A claim about one number for each seed. `test` is that of the values, turned such that they are above
    /// the threshold if the claim is true.
    fn sampled(self, rule: String, threshold: f64, values: &[f64], test: SignFlip) -> Claim {
        if !self.lacking.is_empty() {
            return Claim { p: Some(1.0), ..self.closed(rule, Verdict::Undecided, f64::NAN) };
        }
        // This is the same as comparing the interval with the threshold.
        let verdict = match test {
            SignFlip { above, .. } if 2.0 * above <= SIGNIFICANCE => Verdict::Holds,
            SignFlip { not_above, .. } if 2.0 * not_above <= SIGNIFICANCE => Verdict::DoesNotHold,
            _ => Verdict::Undecided,
        };
        let interval = interval(values);
        let note = match verdict {
            Verdict::Undecided => what_would_decide(values, threshold, interval),
            _ => String::new(),
        };
        Claim {
            interval,
            effect_size: effect_size(values, threshold),
            p: Some(test.p()),
            agree: Some((test.agree, values.len())),
            note,
            ..self.closed(rule, verdict, mean(values))
        }
    }

    /// A claim about a number without randomness.
    fn exact(self, rule: String, measured: f64, holds: bool) -> Claim {
        let is_missing = !self.lacking.is_empty();
        match measured.is_nan() && !is_missing {
            true => self
                .lacking(tr!("it gave no number: it diverged, or there was nothing to compare"))
                .closed(rule, Verdict::Undecided, f64::NAN),
            false => self.closed(rule, decided(holds), measured),
        }
    }

    fn closed(self, rule: String, verdict: Verdict, effect: f64) -> Claim {
        let (verdict, effect) = match self.lacking.as_str() {
            "" => (verdict, effect),
            _ => (Verdict::Undecided, f64::NAN),
        };
        let rule = with_reason(rule, &self.why);
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
            effect_size: None,
            p: None,
            agree: None,
            note: self.lacking,
        }
    }
}

/// The rule, followed by the reason for it if there is one.
pub(super) fn with_reason(rule: String, why: &str) -> String {
    if why.is_empty() { rule } else { tr!("{rule}; {why}", rule, why) }
}

/// For a claim that its interval leaves undecided: which new run would decide it, or what is missing.
///
/// It does not suggest adding seeds to those that were measured: whoever adds seeds until the interval
/// leaves the threshold decides by chance.
fn what_would_decide(values: &[f64], threshold: f64, interval: Option<(f64, f64)>) -> String {
    let n = values.len();
    let lost = values.iter().filter(|x| !x.is_finite()).count();
    if lost > 0 {
        return tr!(
            "{lost} of {n} seeds gave no finite number: it diverged, or there was nothing to compare",
            lost,
            n
        );
    }
    let Some((low, high)) = interval else {
        return tr!(
            "fewer than {fewest} seeds decide nothing: run with --seeds {enough} or more",
            fewest = FEWEST,
            enough = ENOUGH
        );
    };
    // The interval narrows with the square root of the number of seeds.
    let effect = (mean(values) - threshold).abs().max(f64::MIN_POSITIVE);
    let share = (high - low) / 2.0 / effect;
    let needed = (FOR_POWER * n as f64 * share * share).ceil();
    if needed > SENSIBLE {
        let text = tr!(
            "the seeds differ too much for so small an effect: no reasonable number of them would decide it"
        );
        return text.into();
    }
    let needed = (needed as usize).max(ENOUGH);
    tr!(
        "if the effect is as large as measured here, a new run with about {needed} fresh seeds \
         (--seed 1000 --seeds {needed}) would decide it with a power of 80 %",
        needed
    )
}

fn decided(holds: bool) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::DoesNotHold }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Judgement, judged};

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
        assert_eq!(few.p, Some(2.0 / 32.0));
        assert!(few.note.contains("--seeds 10"), "{}", few.note);
        let mut diverged = vec![1.0; 8];
        diverged[3] = f64::INFINITY;
        let diverged = claim("X", "").above(0.0, &diverged);
        assert_eq!(diverged.verdict, Verdict::Undecided);
        assert!(
            diverged.note.contains("1 of 8") && diverged.note.contains("diverged"),
            "{diverged:?}"
        );
        assert_eq!((diverged.p, diverged.effect_size), (Some(1.0), None));
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

    /// The half interval is 3 and the effect 2, so at 6 · (3/2)² = 13.5 seeds an interval around this effect would
    /// end at 0, and half of all runs would decide it. For 80 % of them it takes 2.04 times as many.
    #[test]
    fn an_undecided_claim_says_which_new_run_would_decide_it() {
        let values = [-1.0, 5.0, 2.0, 2.0, 2.0, 2.0];
        let claim_of = |values: &[f64]| claim("X", "").above(0.0, values);
        assert_eq!(claim_of(&values).interval, Some((-1.0, 5.0)));
        assert_eq!(
            claim_of(&values).note,
            "if the effect is as large as measured here, a new run with about 28 fresh seeds (--seed 1000 \
             --seeds 28) would decide it with a power of 80 %"
        );
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
            (ours.effect, ours.interval, ours.agree),
            (2.0, Some((-1.0, 5.0)), Some((5, 6)))
        );
        // The deviations −3, 3, 0, 0, 0, 0 have the standard deviation √(18/5).
        assert!((ours.effect_size.unwrap() - 2.0 / 3.6f64.sqrt()).abs() < 1e-12, "{ours:?}");
        // Of all subsets only the one of −1 has a mean that is not above 0: p is 2 · (1 + 1)/64.
        assert_eq!(ours.p, Some(0.0625));
        let book = claim("B3", "it is so").is("odd", 3.0, true);
        assert_eq!((book.setting, book.rule.as_str()), (Setting::Book, "odd"));
        assert_eq!((book.effect, book.interval, book.effect_size), (3.0, None, None));
        assert_eq!((book.p, book.agree), (None, None));
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
            assert_eq!(judged(std::slice::from_ref(&claim))[0].numbers(), "not measured");
            assert_eq!(claim.note, "X was not run");
            assert!(claim.rule.ends_with("; why") && claim.explanation.is_empty());
        }
        // Measured at too few seeds is another thing.
        assert!(claim("X", "").above(0.0, &[1.0]).is_measured());
        // So no statement holds by the claims that are left.
        let left = claim("O6", "").is("odd", 3.0, true);
        let judgement = [left, open().is("odd", 3.0, true)];
        assert_eq!(Judgement::of("O6", &judgement).verdict, Verdict::Undecided);
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
        assert_eq!(claim("B3", "").equals(2.2, 1e-6, f64::INFINITY).verdict, Verdict::DoesNotHold);
        assert_eq!(claim("B3", "").is("odd", 4.0, false).verdict, Verdict::DoesNotHold);
    }

    #[test]
    fn a_number_that_is_none_decides_nothing() {
        let open = || claim("B3", "").mind("but").otherwise("why");
        for claim in [
            open().equals(2.2, 1e-6, f64::NAN),
            open().is("below 1", f64::NAN, false),
            open().is("not above 1", f64::NAN, true),
        ] {
            assert_eq!(
                (claim.verdict, claim.note.as_str()),
                (
                    Verdict::Undecided,
                    "it gave no number: it diverged, or there was nothing to compare"
                )
            );
            assert!(!claim.is_measured() && claim.explanation.is_empty());
        }
        let missing = open().lacking("X was not run").equals(2.2, 1e-6, f64::NAN);
        assert_eq!(missing.note, "X was not run");
    }
}
