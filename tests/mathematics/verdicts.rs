//! What verdicts rest on, for many values: the interval and its test agree, and Holm's correction is
//! monotone and no weaker than Bonferroni's.

use lab::statistics::{FEWEST, SIGNIFICANCE, SignFlip, holm, interval};
use lab::verdict::{Claim, Judgement, Verdict, claim};
use proptest::prelude::*;

/// From 1 to 24 values, so that all subsets are used and drawn ones. Half of the cases are small whole
/// numbers, in which the means of many subsets equal the threshold.
fn values() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![
        prop::collection::vec(-2.0..3.0f64, 1..24),
        prop::collection::vec((-2..4i32).prop_map(f64::from), 1..24),
    ]
}

fn threshold() -> impl Strategy<Value = f64> {
    prop_oneof![-2.0..3.0f64, (-2..3i32).prop_map(f64::from)]
}

/// The verdict as the interval alone gives it. `sign` is −1 for a claim that the values are below.
fn by_interval(values: &[f64], threshold: f64, sign: f64) -> Verdict {
    match interval(values) {
        Some((low, high)) if (sign * (low - threshold)).min(sign * (high - threshold)) > 1e-9 => {
            Verdict::Holds
        }
        Some((low, high)) if (sign * (low - threshold)).max(sign * (high - threshold)) <= 1e-9 => {
            Verdict::DoesNotHold
        }
        _ => Verdict::Undecided,
    }
}

fn decided(claim: &Claim) -> bool {
    claim.verdict != Verdict::Undecided
}

/// The sign-flip test as textbooks write it: the sum of all deviations, with every choice of signs.
fn by_flipping_signs(values: &[f64], threshold: f64) -> f64 {
    let off: Vec<f64> = values.iter().map(|x| x - threshold).collect();
    let sum = |flips: u32| -> f64 {
        off.iter().enumerate().map(|(i, x)| if flips >> i & 1 == 1 { -x } else { *x }).sum()
    };
    let measured = sum(0);
    let choices = 1u32 << off.len();
    let extreme = |&flips: &u32| sum(flips).abs() >= measured.abs() - 1e-9;
    (0..choices).filter(extreme).count() as f64 / f64::from(choices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A claim is decided exactly if its p is at most 0.05, and as its interval says.
    #[test]
    fn the_interval_and_p_decide_alike(values in values(), threshold in threshold()) {
        for (claim, sign) in [
            (claim("X", "").above(threshold, &values), 1.0),
            (claim("X", "").below(threshold, &values), -1.0),
        ] {
            prop_assert_eq!(claim.verdict, by_interval(&values, threshold, sign));
            prop_assert_eq!(decided(&claim), claim.p.unwrap() <= SIGNIFICANCE);
            prop_assert!(!decided(&claim) || values.len() >= FEWEST);
        }
    }

    /// Where no value equals the threshold: a tie counts against a claim, and textbooks count it on both sides.
    #[test]
    fn p_is_that_of_the_sign_flip_test(
        values in prop::collection::vec(-2.0..3.0f64, 1..11), threshold in -2.0..3.0f64
    ) {
        let p = SignFlip::of(&values, threshold).p();
        prop_assert!((p - by_flipping_signs(&values, threshold)).abs() < 1e-9);
    }

    #[test]
    fn holm_lies_between_no_correction_and_bonferroni(
        p in prop::collection::vec(0.0..1.0f64, 0..9)
    ) {
        let adjusted = holm(&p);
        for (i, (&p_i, &adjusted_i)) in p.iter().zip(&adjusted).enumerate() {
            prop_assert!(p_i <= adjusted_i && adjusted_i <= (p.len() as f64 * p_i).min(1.0) + 1e-12);
            for (&p_j, &adjusted_j) in p.iter().zip(&adjusted).skip(i) {
                prop_assert!(p_i > p_j || adjusted_i <= adjusted_j);
                prop_assert!(p_j > p_i || adjusted_j <= adjusted_i);
            }
        }
        // Holm's own form: reject in the order of p, until one is above 0.05 divided by those that are left.
        let mut order = p.clone();
        order.sort_by(f64::total_cmp);
        let level = |i: usize| SIGNIFICANCE / (p.len() - i) as f64;
        let rejected = (0..p.len()).take_while(|&i| order[i] <= level(i)).count();
        prop_assert_eq!(adjusted.iter().filter(|&&p| p <= SIGNIFICANCE).count(), rejected);
    }

    /// The correction turns decided claims into undecided ones, and does nothing else.
    #[test]
    fn the_correction_only_takes_decisions_back(
        seeds in prop::collection::vec(prop::collection::vec(-1.0..3.0f64, 10), 1..6)
    ) {
        let claims: Vec<Claim> = seeds.iter().map(|x| claim("X", "").above(0.0, x)).collect();
        for judged in Judgement::of("X", &claims).claims {
            let before = judged.claim.verdict;
            prop_assert!(judged.verdict == before || judged.verdict == Verdict::Undecided);
            let is_kept = judged.p_adjusted.unwrap() <= SIGNIFICANCE;
            prop_assert_eq!(judged.verdict != Verdict::Undecided, is_kept);
        }
    }
}
