//! Descriptive statistics of a few numbers.

/// The mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
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

/// Pearson's correlation of pairs; NaN if one of the two never changes.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let covariance = |a: &[f64], b: &[f64]| {
        let (mean_a, mean_b) = (mean(a), mean(b));
        a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>()
    };
    covariance(a, b) / (covariance(a, a) * covariance(b, b)).sqrt()
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
    fn medians_of_odd_and_even_counts() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!((median(&[2.0, 1.0]), median(&[5.0, 1.0, 9.0, 2.0, 3.0])), (1.5, 3.0));
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_spread_of_two_values_is_half_their_distance() {
        assert_eq!(standard_deviation(&[1.0, 5.0]), 2.0);
    }
}
