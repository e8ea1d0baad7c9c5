//! The book's smoothing of a loss curve.

/// The window's length.
pub const LENGTH: usize = 11;

/// The Kaiser window's β.
pub const BETA: f64 = 2.0;

/// The curve smoothed by a Kaiser window of length 11 with β = 2, mirrored at both ends. The result has as
/// many points as the curve; a curve of 11 points or fewer is returned unchanged.
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
    // The book mirrors around the first point and repeats the last one: x₁, then x₀ x₁ …; … xₙ, then xₙ.
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

// `tests/golden` compares its numbers with NumPy's.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_and_a_short_curve_are_unchanged() {
        assert!(smooth(&[3.0; 50]).iter().all(|x| (x - 3.0).abs() < 1e-14));
        assert_eq!(smooth(&[1.0, 2.0]), [1.0, 2.0]);
    }
}
