//! The statistics that verdicts rest on.

use extensions::random::{Purpose, Stream};

use training::statistics::mean;

/// The confidence level of an interval.
pub const CONFIDENCE: f64 = 0.95;

/// The fewest values that [`interval`] needs. With n values the probability of an error on either side is
/// at least 1 in 2ⁿ, so 95 % takes 6.
pub const FEWEST: usize = 6;

/// Up to this many values [`interval`] uses all subsets; above it, subsets drawn at random.
pub const ALL_SUBSETS: usize = 14;

/// How a table or figure names a number over so many seeds.
pub fn mean_of(seeds: usize) -> String {
    match seeds {
        1 => "one seed".into(),
        n => format!("mean of {n} seeds"),
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
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len();
    if n < FEWEST || values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let subset_mean = |is_in: &dyn Fn(usize) -> bool| {
        let members: Vec<f64> = (0..n).filter(|&i| is_in(i)).map(|i| values[i]).collect();
        mean(&members)
    };
    let mut means: Vec<f64> = match n {
        ..=ALL_SUBSETS => {
            (1..1u32 << n).map(|subset| subset_mean(&|i| subset >> i & 1 == 1)).collect()
        }
        _ => {
            let mut stream = Stream::new(0, Purpose::Data);
            (0..8191)
                .map(|_| {
                    let mut is_in: Vec<bool> = (0..n).map(|_| stream.index(2) == 1).collect();
                    // The empty subset has no mean.
                    is_in[0] |= !is_in.contains(&true);
                    subset_mean(&|i| is_in[i])
                })
                .collect()
        }
    };
    means.sort_by(f64::total_cmp);
    let gaps = means.len() + 1;
    let left_out = ((1.0 - CONFIDENCE) / 2.0 * gaps as f64).floor() as usize;
    Some((means[left_out - 1], means[means.len() - left_out]))
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

    #[test]
    fn one_seed_has_no_mean() {
        assert_eq!((mean_of(1), mean_of(8)), ("one seed".into(), "mean of 8 seeds".into()));
    }
}
