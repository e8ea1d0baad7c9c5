//! The gradient by numerical differentiation: what backpropagation is checked against (G1, B1).

/// The book's step of a central difference.
pub const BOOK_STEP: f64 = 1e-4;

/// The gradient of `f` at `x`, by central differences: ∂f/∂xᵢ ≈ (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h.
///
/// This needs two evaluations of `f` for each entry of `x`, a cost that backpropagation avoids (B1).
/// The error is of order h² (from the curvature) plus ε/h (from rounding); the book takes h = 1e-4
/// ([`BOOK_STEP`]). Afterwards `x` has the same bits as before.
///
/// Source: slides G1; the book's section 4.4, `numerical_gradient`.
///
/// ```
/// use extensions::gradients::{BOOK_STEP, numerical_gradient};
///
/// let gradient = numerical_gradient(|x| x[0] * x[0] + x[1] * x[1], &mut [3.0, 4.0], BOOK_STEP);
/// assert!((gradient[0] - 6.0).abs() < 1e-9);
/// assert!((gradient[1] - 8.0).abs() < 1e-9);
/// ```
pub fn numerical_gradient(mut f: impl FnMut(&[f64]) -> f64, x: &mut [f64], h: f64) -> Vec<f64> {
    (0..x.len())
        .map(|i| {
            let here = x[i];
            x[i] = here + h;
            let above = f(x);
            x[i] = here - h;
            let below = f(x);
            x[i] = here;
            (above - below) / (2.0 * h)
        })
        .collect()
}
