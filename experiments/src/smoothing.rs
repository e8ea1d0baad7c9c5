//! The book's smoothing of a loss curve.

/// The window's length.
pub const LENGTH: usize = 11;

/// The Kaiser window's β.
pub const BETA: f64 = 2.0;

/// The curve, smoothed by a Kaiser window of length 11 and β 2, mirrored at both ends. As long as
/// the curve; a curve of 11 points or fewer is returned as it is.
///
/// Source: the book's `common/util.py`, `smooth_curve`, after "The Kaiser window",
/// Kaiser and Schafer 1980.
pub fn smooth(curve: &[f64]) -> Vec<f64> {
    let n = curve.len();
    if n <= LENGTH {
        return curve.to_vec();
    }
    let window = kaiser(LENGTH, BETA);
    let total: f64 = window.iter().sum();
    let half = (LENGTH / 2) as isize;
    let last = n as isize - 1;
    // The book mirrors around the first point and repeats the last: x₁, then x₀ x₁ …; … xₙ, then xₙ.
    let at = |i: isize| match i {
        ..0 => curve[-i as usize],
        i if i > last => curve[(2 * last + 1 - i) as usize],
        i => curve[i as usize],
    };
    (0..n as isize)
        .map(|i| {
            let around = (i - half..=i + half).map(at);
            window.iter().zip(around).map(|(w, x)| w * x).sum::<f64>() / total
        })
        .collect()
}

/// The Kaiser window: I₀(β √(1 − (2i/(n−1) − 1)²)) / I₀(β).
fn kaiser(n: usize, beta: f64) -> Vec<f64> {
    (0..n)
        .map(|i| {
            let x = 2.0 * i as f64 / (n - 1) as f64 - 1.0;
            bessel_i0(beta * (1.0 - x * x).sqrt()) / bessel_i0(beta)
        })
        .collect()
}

/// The modified Bessel function of the first kind of order 0: Σ ((x/2)ᵏ / k!)².
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy.kaiser(11, 2) and the book's smooth_curve of `x[i] = i² % 17`, from NumPy 2.4.6.
    #[test]
    fn as_numpy_has_it() {
        let window = kaiser(11, 2.0);
        for (ours, numpy) in window.iter().zip(NUMPY_KAISER) {
            assert!((ours - numpy).abs() < 1e-14, "{ours} {numpy}");
        }
        let curve: Vec<f64> = (0..20).map(|i| f64::from(i * i % 17)).collect();
        for (ours, numpy) in smooth(&curve).iter().zip(NUMPY_SMOOTHED) {
            assert!((ours - numpy).abs() < 1e-13, "{ours} {numpy}");
        }
    }

    #[test]
    fn a_constant_stays_and_a_short_curve_is_returned() {
        assert!(smooth(&[3.0; 50]).iter().all(|x| (x - 3.0).abs() < 1e-14));
        assert_eq!(smooth(&[1.0, 2.0]), [1.0, 2.0]);
    }

    const NUMPY_KAISER: [f64; 11] = [
        0.4386762798370488,
        0.6113943543616491,
        0.7676749968275236,
        0.8921614338542881,
        0.9723298008693713,
        1.0,
        0.9723298008693713,
        0.8921614338542881,
        0.7676749968275236,
        0.6113943543616491,
        0.4386762798370488,
    ];
    const NUMPY_SMOOTHED: [f64; 20] = [
        5.915918014792015,
        5.673316942950949,
        5.870489207127292,
        6.605461038711476,
        7.68189030824352,
        8.978921250000994,
        9.571150687325241,
        10.055350519533038,
        10.605461038711477,
        10.605461038711477,
        10.055350519533038,
        9.571150687325243,
        8.978921250000994,
        7.68189030824352,
        6.605461038711478,
        5.608263337384264,
        4.521168430239196,
        3.941053717466172,
        3.1261437530610476,
        2.305135919323569,
    ];
}
