//! Claims that a number is about 0: equivalence.

use language::tr;
use training::statistics::mean;

use super::Verdict;
use super::decided::Claim;
use super::rule::{Open, with_reason};
use crate::table::number;

impl Open {
    /// Claims that the number of each seed is less than `tolerance` away from 0. These are two one-sided
    /// tests, [`above`](Self::above) −`tolerance` and [`below`](Self::below) `tolerance`, which both have to
    /// hold: the whole interval is within ±`tolerance`. It does not hold if the whole interval is on one side
    /// of that, and is undecided otherwise. Numbers that scatter too much never support it.
    pub fn within(self, tolerance: f64, values: &[f64]) -> Claim {
        let rule = tr!("the 95 % interval lies within ±{tolerance}", tolerance = number(tolerance));
        let rule = with_reason(rule, &self.why);
        let lower = self.clone().above(-tolerance, values);
        let upper = self.below(tolerance, values);
        // The test that is further from holding decides; if they agree, the one at the closer end does.
        let (closer, other) = if mean(values) < 0.0 { (lower, upper) } else { (upper, lower) };
        let decides = if far(&other) > far(&closer) { other } else { closer };
        let agree = values.iter().filter(|x| x.abs() < tolerance).count();
        Claim { rule, agree: decides.agree.map(|(_, of)| (agree, of)), ..decides }
    }
}

/// How far a claim is from holding.
fn far(claim: &Claim) -> u8 {
    match claim.verdict {
        Verdict::DoesNotHold => 2,
        Verdict::Undecided => 1,
        Verdict::Holds | Verdict::HoldsInPart => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::claim;
    use super::*;

    #[test]
    fn equivalence_takes_both_sides() {
        let around = |centre: f64, scatter: f64| -> Vec<f64> {
            [-1.0, 1.0, 0.5, -0.5, 0.2, -0.2].iter().map(|x| centre + scatter * x).collect()
        };
        let verdict = |values: &[f64]| claim("X", "").within(0.1, values).verdict;
        assert_eq!(verdict(&around(0.0, 0.05)), Verdict::Holds);
        assert_eq!(verdict(&around(0.0, 0.5)), Verdict::Undecided, "numbers that scatter too much");
        for side in [1.0, -1.0] {
            assert_eq!(verdict(&around(0.08 * side, 0.05)), Verdict::Undecided);
            assert_eq!(verdict(&around(0.2 * side, 0.05)), Verdict::DoesNotHold);
        }
        let open = claim("X", "").because("why").within(0.1, &around(0.08, 0.05));
        assert_eq!(open.agree, Some((4, 6)));
        assert_eq!(open.rule, "the 95 % interval lies within ±0.1; why");
        assert_eq!(claim("X", "").lacking("X was not run").within(0.1, &[0.0; 6]).agree, None);
    }
}
