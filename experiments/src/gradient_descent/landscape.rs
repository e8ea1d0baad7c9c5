//! The two functions to descend, with their gradients.

/// A function of two variables with its gradient. Its minimum is at 0.
///
/// The gradient is exact, because a descent that diverges reaches 1e128, where adding the h of a
/// central difference to x changes nothing. (The book's descent stops near 1e13 for that reason.)
#[derive(Clone, Copy)]
pub struct Landscape {
    /// f(x)
    pub f: fn([f64; 2]) -> f64,
    /// ∂f/∂x
    pub gradient: fn([f64; 2]) -> [f64; 2],
}

/// The bowl: f(x₀, x₁) = x₀² + x₁²
pub const BOWL: Landscape =
    Landscape { f: |[x0, x1]| x0 * x0 + x1 * x1, gradient: |[x0, x1]| [2.0 * x0, 2.0 * x1] };

/// The valley: f(x, y) = x²/20 + y²
pub const VALLEY: Landscape =
    Landscape { f: |[x, y]| x * x / 20.0 + y * y, gradient: |[x, y]| [x / 10.0, 2.0 * y] };

/// Where the descent down the valley starts: as the optimizer paths do.
pub const VALLEY_START: [f64; 2] = [-7.0, 2.0];

impl Landscape {
    /// Downhill: −∂f/∂x.
    pub fn downhill(self, x: [f64; 2]) -> [f64; 2] {
        (self.gradient)(x).map(|g| -g)
    }

    /// For each whole degree, the change of f by a step of `length` from `x` in that direction, per
    /// unit of length.
    pub fn changes(self, [x, y]: [f64; 2], length: f64) -> Vec<f64> {
        let change = |degree: i32| {
            let (sin, cos) = f64::from(degree).to_radians().sin_cos();
            ((self.f)([x + length * cos, y + length * sin]) - (self.f)([x, y])) / length
        };
        (0..360).map(change).collect()
    }
}
