//! Descriptive statistics of a few numbers.

/// The mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Whether the number is a share of something, such as an accuracy: from 0 to 1.
pub fn is_share(x: f64) -> bool {
    (0.0..=1.0).contains(&x)
}

/// Whether these are so many shares.
pub fn are_shares(values: &[f64], count: usize) -> bool {
    values.len() == count && values.iter().copied().all(is_share)
}

/// The largest value; NaN if any of them is NaN, and of nothing.
///
/// `f64::max` ignores a NaN: with it, the largest of some differences would be small although one of them
/// could not be computed.
pub fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    // No comparison with NaN is true, so once `a` is NaN it stays.
    let larger = |a: f64, b: f64| if b.is_nan() || b > a { b } else { a };
    values.into_iter().reduce(larger).unwrap_or(f64::NAN)
}

/// The standard deviation (n in the denominator); NaN of nothing.
pub fn standard_deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

/// The standard error of the mean of independent draws: their standard deviation (n − 1 in the denominator)
/// divided by √n.
pub fn standard_error(values: &[f64]) -> f64 {
    standard_deviation(values) / (values.len() as f64 - 1.0).sqrt()
}

/// Pearson's correlation of pairs; NaN if one of the two never changes.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let covariance = |a: &[f64], b: &[f64]| {
        let (mean_a, mean_b) = (mean(a), mean(b));
        a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>()
    };
    covariance(a, b) / (covariance(a, a) * covariance(b, b)).sqrt()
}

/// Spearman's rank correlation of pairs: [`correlation`] of the ranks, with equal values sharing the mean of
/// their ranks. It is 1 whenever one of the two grows with the other, in whatever way. NaN if one of the two
/// never changes, or is NaN somewhere.
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    if a.iter().chain(b).any(|x| x.is_nan()) {
        return f64::NAN;
    }
    correlation(&ranks(a), &ranks(b))
}

/// The rank of each value: how many are smaller, and half of how many others are equal.
fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |x: f64| {
        let smaller = values.iter().filter(|&&y| y < x).count();
        let equal = values.iter().filter(|&&y| y == x).count();
        smaller as f64 + (equal - 1) as f64 / 2.0
    };
    values.iter().map(|&x| rank(x)).collect()
}

/// The middle value, or the mean of the two in the middle; NaN if there are no values.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correlation_worked_by_hand() {
        // Deviations −1, 0, 1 and −2, 1, 1: 3/√(2 · 6).
        let found = correlation(&[1.0, 2.0, 3.0], &[0.0, 3.0, 3.0]);
        assert!((found - 3.0 / 12f64.sqrt()).abs() < 1e-12, "{found}");
        let line = [1.0, 2.0, 4.0];
        assert!((correlation(&line, &line.map(|x| 5.0 - 2.0 * x)) + 1.0).abs() < 1e-12);
        assert!(correlation(&line, &[1.0; 3]).is_nan());
    }

    #[test]
    fn the_largest_of_values_with_a_nan_is_nan() {
        assert_eq!(largest([1.0, 3.0, 2.0]), 3.0);
        assert_eq!(largest([-1.0, f64::INFINITY]), f64::INFINITY);
        for values in [&[][..], &[f64::NAN, 1.0], &[1.0, f64::NAN], &[1.0, f64::NAN, 2.0]] {
            assert!(largest(values.iter().copied()).is_nan(), "{values:?}");
        }
    }

    #[test]
    fn a_rank_correlation_worked_by_hand() {
        // Ranks 0, 1, 2, 3 and 0, 2, 1, 3: 1 − 6 Σd² / (n (n² − 1)) = 1 − 12/60.
        let found = rank_correlation(&[1.0, 2.0, 3.0, 4.0], &[0.0, 5.0, 1.0, 50.0]);
        assert!((found - 0.8).abs() < 1e-12, "{found}");
        let growing = [0.0, 1.0, 3.0, 7.0];
        assert!((rank_correlation(&growing, &growing.map(f64::exp)) - 1.0).abs() < 1e-12);
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0]), [1.5, 0.0, 1.5, 3.0]);
        assert!(rank_correlation(&growing, &[2.0; 4]).is_nan());
        assert!(rank_correlation(&growing, &[1.0, f64::NAN, 2.0, 3.0]).is_nan());
    }

    #[test]
    fn medians_of_odd_and_even_counts() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!((median(&[2.0, 1.0]), median(&[5.0, 1.0, 9.0, 2.0, 3.0])), (1.5, 3.0));
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_spread_of_two_values_is_half_their_distance() {
        assert_eq!(standard_deviation(&[1.0, 5.0]), 2.0);
        // √((4 + 4) / 1) / √2.
        assert_eq!(standard_error(&[1.0, 5.0]), 2.0);
    }
}
