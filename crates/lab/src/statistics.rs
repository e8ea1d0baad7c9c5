//! The statistics that verdicts rest on: an interval, its test, an effect size, and a correction for
//! several claims.
//!
//! Each seed gives one number, such as the difference between two networks that share the seed.
//!
//! | what | how | where |
//! |---|---|---|
//! | Where is the centre of these numbers? | a 95 % interval from the means of all subsets | [`interval`] |
//! | Would a threshold be decided by chance? | the sign-flip test, which is the same calculation | [`SignFlip`] |
//! | How large is the effect, compared with the seeds' differences? | Cohen's d_z | [`effect_size`] |
//! | What if a statement has several claims? | Holm's correction of their p-values | [`holm`] |
//!
//! `docs/verdicts.md` describes how a verdict is reached from these, and
//! `cargo run -p experiments --example interval_coverage` measures how often they are wrong.

use extensions::random::{Purpose, Stream};
use language::tr;
use training::statistics::mean;

/// The confidence level of an interval.
pub const CONFIDENCE: f64 = 0.95;

/// The probability of a wrong decision that is accepted: for each claim by itself, and after [`holm`] for
/// all claims of a statement together.
pub const SIGNIFICANCE: f64 = 0.05;

/// The fewest values that [`interval`] needs. With n values the probability of an error on either side is
/// at least 1 in 2ⁿ, so 95 % takes 6.
pub const FEWEST: usize = 6;

/// The fewest seeds that an experiment in which anything is random should use. With [`FEWEST`] values the
/// smallest possible p is 2/64 = 0.031, so that no correction for two claims can succeed; with ten it is
/// 2/1024 = 0.002, which leaves room for 25.
pub const ENOUGH: usize = 10;

/// Up to this many values [`interval`] and [`SignFlip`] use all subsets; above it, subsets drawn at random.
pub const ALL_SUBSETS: usize = 14;

/// How many subsets are drawn.
const DRAWN_SUBSETS: usize = 8191;

/// How a table or figure names a number over so many seeds.
pub fn mean_of(seeds: usize) -> String {
    match seeds {
        1 => tr!("one seed").into(),
        n => tr!("mean of {n} seeds", n),
    }
}

/// A 95 % confidence interval for the centre of the distribution of the values; `None` if there are fewer
/// than [`FEWEST`] or one is not finite.
///
/// It does not assume a normal distribution. It is exact for independent draws that are symmetric about
/// their centre, as differences between paired arms are if the arms differ by a shift only. For shares,
/// ratios and distances from a bound it is an approximation.
///
/// Under that condition the centre is equally likely to lie in any of the 2ⁿ gaps between the means of all
/// 2ⁿ − 1 non-empty subsets (Hartigan 1969, "Using subsample values as typical values"). The interval
/// leaves out the same number of gaps on either side: it is the sign-flip permutation test turned into an
/// interval. Above 14 values it uses 8191 subsets drawn at random.
///
/// How often it contains the mean, of 10,000 samples (`interval_coverage`, which says how they are drawn):
///
/// | distribution | 6 values | 8 | 10 | 12 | 20 |
/// |---|---|---|---|---|---|
/// | normal | 96.9 % | 95.6 % | 95.1 % | 95.4 % | 95.0 % |
/// | uniform, cubed | 96.7 % | 95.5 % | 95.2 % | 95.1 % | 94.8 % |
/// | normal, one in ten ten times as far away | 96.9 % | 95.3 % | 95.1 % | 95.0 % | 95.0 % |
/// | lognormal | 89.0 % | 85.0 % | 84.7 % | 85.4 % | 86.2 % |
/// | normal, one in ten raised by 5 | 94.0 % | 90.1 % | 89.6 % | 89.3 % | 91.7 % |
///
/// So it falls short where the distribution is skewed.
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < FEWEST || values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut means = subset_means(values);
    means.sort_by(f64::total_cmp);
    let gaps = means.len() + 1;
    let left_out = ((1.0 - CONFIDENCE) / 2.0 * gaps as f64).floor() as usize;
    Some((means[left_out - 1], means[means.len() - left_out]))
}

/// The means of all non-empty subsets of the values, or of [`DRAWN_SUBSETS`] if there are too many.
fn subset_means(values: &[f64]) -> Vec<f64> {
    let n = values.len();
    if n <= ALL_SUBSETS {
        // Bit i of an index says whether value i is in the subset.
        let mut sums = vec![0.0];
        for x in values {
            let with_it: Vec<f64> = sums.iter().map(|sum| sum + x).collect();
            sums.extend(with_it);
        }
        let means = sums.iter().enumerate().skip(1);
        return means.map(|(subset, sum)| sum / f64::from(subset.count_ones())).collect();
    }
    let mut stream = Stream::new(0, Purpose::Data);
    let mut members = Vec::with_capacity(n);
    let means = (0..DRAWN_SUBSETS).map(|_| {
        members.clear();
        for part in values.chunks(16) {
            // One bit for each value of this part.
            let chosen = stream.index(1 << 16);
            let is_in = |(i, _): &(usize, &f64)| chosen >> i & 1 == 1;
            members.extend(part.iter().enumerate().filter(is_in).map(|(_, x)| x));
        }
        // The empty subset has no mean.
        if members.is_empty() {
            members.push(values[0]);
        }
        mean(&members)
    });
    means.collect()
}

/// The sign-flip test of a threshold: could the values lie on one side of it by chance?
///
/// If the values are independent and symmetric about the threshold, each of their deviations from it could
/// as well have had the other sign. The test counts the choices of signs that give a sum at least as
/// extreme as the one measured. Flipping the signs of a subset turns the sum over if the mean of the
/// subset lies on the other side of the threshold, so counting the subsets whose mean does is the same.
/// Hence [`interval`] is the inverse of this test: the threshold lies outside the interval exactly if
/// [`p`](Self::p) is at most 0.05.
///
/// A mean that equals the threshold counts as not above it. So does one that is above by less than a
/// rounding error (1e-12 of the largest number).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignFlip {
    /// The one-sided p of the values being above the threshold by chance: small if they are clearly above.
    pub above: f64,
    /// The one-sided p of the values being at or below the threshold by chance: small if they clearly are.
    pub not_above: f64,
    /// How many of the values are above the threshold.
    pub agree: usize,
}

impl SignFlip {
    /// Tests `threshold`. If there is no value, or one that is not finite, both p are 1.
    ///
    /// To ask whether the values are *below* a threshold, negate both.
    pub fn of(values: &[f64], threshold: f64) -> Self {
        let sizes = values.iter().map(|x| x.abs()).filter(|x| x.is_finite());
        let rounding = 1e-12 * sizes.fold(threshold.abs(), f64::max);
        let is_above = |x: &&f64| **x - threshold > rounding;
        let agree = values.iter().filter(is_above).count();
        if values.is_empty() || values.iter().any(|x| !x.is_finite()) {
            return Self { above: 1.0, not_above: 1.0, agree };
        }
        let means = subset_means(values);
        let higher = means.iter().filter(is_above).count();
        // The choice of no flip at all, which is the values themselves, always counts.
        let share = |count: usize| (count + 1) as f64 / (means.len() + 1) as f64;
        Self { above: share(means.len() - higher), not_above: share(higher), agree }
    }

    /// The two-sided p: twice the smaller one.
    pub fn p(&self) -> f64 {
        (2.0 * self.above.min(self.not_above)).min(1.0)
    }
}

/// Cohen's d_z: the distance of the mean from the threshold, divided by the standard deviation of the
/// values (n − 1 in the denominator).
///
/// d_z = (x̄ − threshold) / s. For differences between paired arms it is the standardized mean difference
/// of Cohen (1988) in its paired form (Lakens 2013). It says how large an effect is compared
/// with how much the seeds differ, and does not depend on their number: at 0.5 about 7 of 10 normally
/// distributed seeds agree, at 2 nearly all.
///
/// `None` for fewer than two values, for one that is not finite, and if all values are the same up to
/// rounding, since nothing can be divided by a standard deviation of 0.
pub fn effect_size(values: &[f64], threshold: f64) -> Option<f64> {
    if values.len() < 2 || values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|x| (x - centre).powi(2)).sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    let largest = values.iter().map(|x| x.abs()).fold(0.0, f64::max);
    (deviation > 1e-12 * largest).then(|| (centre - threshold) / deviation)
}

/// Holm's correction: the adjusted p-value of each of several tests, in the order of `p`.
///
/// If every decision needs an adjusted p of at most 0.05, the probability that any of the tests is decided
/// by chance is at most 0.05, however the tests depend on each other (Holm 1979, "A simple sequentially
/// rejective multiple test procedure"). The smallest of m values is multiplied by m, the next one by m − 1,
/// and so on; none becomes smaller than one before it, or larger than 1.
///
/// ```
/// use lab::statistics::holm;
///
/// assert_eq!(holm(&[0.25, 0.0625, 0.5]), [0.5, 0.1875, 0.5]);
/// ```
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 0.0;
    for (place, &i) in order.iter().enumerate() {
        least = least.max((p.len() - place) as f64 * p[i]).min(1.0);
        adjusted[i] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_values_give_their_whole_range() {
        // 64 gaps; 2.5 % of them is 1.6, so one is left out on either side.
        let values = [3.0, 1.0, 2.0, 6.0, 5.0, 4.0];
        assert_eq!(interval(&values), Some((1.0, 6.0)));
        assert_eq!(interval(&values[..5]), None);
        assert_eq!(interval(&[1.0, 2.0, 3.0, 4.0, 5.0, f64::NAN]), None);
    }

    /// The property itself: over many samples the interval contains the true centre as often as it should.
    #[test]
    fn the_interval_contains_the_centre_in_95_of_100_samples() {
        let mut stream = Stream::new(3, Purpose::Data);
        for (n, samples) in [(6, 2000), (8, 2000), (20, 300)] {
            let held = (0..samples)
                .filter(|_| {
                    // Symmetric, and far from normal: a uniform draw, cubed.
                    let values: Vec<f64> =
                        (0..n).map(|_| 7.0 + (2.0 * stream.uniform() - 1.0).powi(3)).collect();
                    let (low, high) = interval(&values).unwrap();
                    (low..=high).contains(&7.0)
                })
                .count();
            let share = held as f64 / f64::from(samples);
            let exact = match n {
                6 => 1.0 - 2.0 / 64.0,
                8 => 1.0 - 12.0 / 256.0,
                _ => 0.95,
            };
            let five_sigma = 5.0 * (exact * (1.0 - exact) / f64::from(samples)).sqrt();
            assert!((share - exact).abs() < five_sigma, "n {n}: {share} against {exact}");
        }
    }

    /// With many values, subsets are drawn. Each value is in half of them: if only one is not 0, half of the
    /// means are 0, and some of the others are far above.
    #[test]
    fn drawn_subsets_contain_each_value_half_of_the_time() {
        for one in [0, 7, 19] {
            let mut values = [0.0; 20];
            values[one] = 20.0;
            let (low, high) = interval(&values).unwrap();
            assert!(low == 0.0 && high > 2.0, "{one}: {low} to {high}");
        }
    }

    /// The two-sided p as textbooks define it: of all 2ⁿ choices of signs, the share whose sum is at least
    /// as far from 0 as the one measured.
    fn by_flipping_signs(values: &[f64], threshold: f64) -> f64 {
        let off: Vec<f64> = values.iter().map(|x| x - threshold).collect();
        let measured: f64 = off.iter().sum();
        let choices = 1u32 << off.len();
        let sum = |flips: u32| -> f64 {
            let signed =
                off.iter().enumerate().map(|(i, x)| if flips >> i & 1 == 1 { -x } else { *x });
            signed.sum()
        };
        let extreme =
            (0..choices).filter(|&flips| sum(flips).abs() >= measured.abs() - 1e-9).count();
        extreme as f64 / f64::from(choices)
    }

    #[test]
    fn p_is_that_of_all_sign_flips() {
        let mut stream = Stream::new(5, Purpose::Data);
        for n in 1..=12 {
            for shift in [0.0, 0.3, 1.0, -1.0] {
                let values: Vec<f64> = (0..n).map(|_| shift + stream.normal()).collect();
                let expected = by_flipping_signs(&values, 0.1);
                let p = SignFlip::of(&values, 0.1).p();
                assert!((p - expected).abs() < 1e-12, "{values:?}: {p} against {expected}");
            }
        }
    }

    /// The smallest possible p is 2 in 2ⁿ, and 2 in 8192 with drawn subsets.
    #[test]
    fn the_smallest_p_falls_with_the_number_of_values() {
        let p = |n: usize| SignFlip::of(&vec![1.0; n], 0.0).p();
        assert_eq!(
            [1, 5, 6, 10, 14].map(p),
            [1.0, 2.0 / 32.0, 2.0 / 64.0, 2.0 / 1024.0, 2.0 / 16384.0]
        );
        assert_eq!([15, 40].map(p), [2.0 / 8192.0; 2]);
    }

    /// With many values the drawn subsets approximate the normal distribution: 1.96 standard errors away,
    /// p is 0.05.
    #[test]
    fn p_of_many_values_is_that_of_a_normal_test() {
        let values: Vec<f64> = (0..200).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        for (standard_errors, expected) in [(1.96, 0.05), (1.0, 0.317), (0.0, 1.0)] {
            let p = SignFlip::of(&values, standard_errors / 200f64.sqrt()).p();
            // The means of subsets of equal signs come in steps, and 8191 subsets are drawn.
            assert!((p - expected).abs() < 0.1 * expected + 0.02, "{p} against {expected}");
        }
    }

    #[test]
    fn a_value_at_the_threshold_is_not_above_it() {
        let at = SignFlip::of(&[2.0; 8], 2.0);
        assert_eq!((at.above, at.not_above, at.agree), (1.0, 1.0 / 256.0, 0));
        // Nor is one that is above by a rounding error: 0.1 + 0.2 is 4e-17 more than 0.3.
        let rounded = SignFlip::of(&[0.1 + 0.2; 8], 0.3);
        assert_eq!((rounded.above, rounded.agree), (1.0, 0));
    }

    #[test]
    fn what_has_no_number_decides_nothing() {
        for values in [&[][..], &[1.0, f64::NAN, 1.0], &[1.0, f64::INFINITY]] {
            assert_eq!(SignFlip::of(values, 0.0).p(), 1.0);
            assert_eq!(effect_size(values, 0.0), None);
        }
    }

    /// The mean is 3 above the threshold, and the deviations −2, 0, 2 have the standard deviation 2.
    #[test]
    fn an_effect_size_worked_by_hand() {
        assert_eq!(effect_size(&[2.0, 4.0, 6.0], 1.0), Some(1.5));
        assert_eq!(effect_size(&[2.0, 4.0, 6.0], 5.0), Some(-0.5));
        assert_eq!(effect_size(&[0.1; 6], 0.0), None);
        assert_eq!(effect_size(&[0.1], 0.0), None);
    }

    /// Holm's own procedure, step by step: 0.01 · 4 = 0.04, 0.02 · 3 = 0.06, 0.03 · 2 = 0.06, and 0.04 · 1
    /// is raised to the one before it.
    #[test]
    fn an_example_of_holm_worked_by_hand() {
        let close = |found: &[f64], expected: &[f64]| {
            assert_eq!(found.len(), expected.len());
            for (a, b) in found.iter().zip(expected) {
                assert!((a - b).abs() < 1e-12, "{found:?} against {expected:?}");
            }
        };
        close(&holm(&[0.01, 0.02, 0.03, 0.04]), &[0.04, 0.06, 0.06, 0.06]);
        // In any order: 0.005 · 4, 0.011 · 3, 0.02 · 2, 0.9 · 1.
        close(&holm(&[0.02, 0.9, 0.005, 0.011]), &[0.04, 0.9, 0.02, 0.033]);
        close(&holm(&[0.5, 0.6]), &[1.0, 1.0]);
        close(&holm(&[0.03]), &[0.03]);
        close(&holm(&[]), &[]);
    }

    #[test]
    fn one_seed_has_no_mean() {
        assert_eq!((mean_of(1), mean_of(8)), ("one seed".into(), "mean of 8 seeds".into()));
    }
}
