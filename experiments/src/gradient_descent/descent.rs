//! One descent, and what is to be seen from its places.

use serde::{Deserialize, Serialize};

use training::trial::Trial;

/// How long the steps are whose directions are compared, the last one as far as the minimum from the
/// valley's start.
pub const LENGTHS: [f64; 4] = [0.01, 1.0, 3.0, 7.28];

/// A function of two variables with its gradient. The minimum is at 0.
///
/// The gradient is the exact one: a descent may leave to 1e128, where the h of a central difference is
/// lost beside x. (The book's ends near 1e13 there, from rounding alone.)
#[derive(Clone, Copy)]
pub struct Landscape {
    /// f(x)
    pub f: fn([f64; 2]) -> f64,
    /// ∂f/∂x
    pub gradient: fn([f64; 2]) -> [f64; 2],
}

impl Landscape {
    /// Downhill: −∂f/∂x.
    pub fn downhill(self, x: [f64; 2]) -> [f64; 2] {
        (self.gradient)(x).map(|g| -g)
    }

    /// For each whole degree, the change of f from `x` by a step of `length` that way, per length.
    fn changes(self, [x, y]: [f64; 2], length: f64) -> Vec<f64> {
        let change = |degree: i32| {
            let (sin, cos) = f64::from(degree).to_radians().sin_cos();
            ((self.f)([x + length * cos, y + length * sin]) - (self.f)([x, y])) / length
        };
        (0..360).map(change).collect()
    }

    /// Gradient descent: x ← x − η ∂f/∂x, for as long as its numbers stay below 1e150.
    pub fn descend(
        self,
        start: [f64; 2],
        learning_rate: f64,
        steps: usize,
        trial: &Trial,
    ) -> Descent {
        let mut path = vec![start];
        let mut x = start;
        for _ in 0..steps {
            let g = (self.gradient)(x);
            x = [x[0] - learning_rate * g[0], x[1] - learning_rate * g[1]];
            trial.step_done();
            // The value squares them, and would soon be infinite.
            if x.iter().any(|x| x.abs() >= 1e150) {
                break;
            }
            path.push(x);
        }
        let to_minimum = |x: [f64; 2]| x.map(|x| -x);
        let steepest = |x| lowest(&self.changes(x, 1e-4));
        Descent {
            angles: path.iter().map(|&x| angle(self.downhill(x), to_minimum(x))).collect(),
            off_steepest: path.iter().map(|&x| angle(self.downhill(x), steepest(x))).collect(),
            changes: LENGTHS.map(|length| self.changes(start, length)).to_vec(),
            path,
        }
    }
}

/// A descent, and what is to be seen from its places.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Descent {
    /// The start and the place after each step, up to the last one below 1e150.
    pub path: Vec<[f64; 2]>,
    /// At each place the angle between the negative gradient and the way to the minimum, in degrees.
    pub angles: Vec<f64>,
    /// At each place the angle between the negative gradient and the direction, of 360, in which a
    /// step of 1e-4 lowers the value most, in degrees.
    pub off_steepest: Vec<f64>,
    /// From the start, for each of [`LENGTHS`] and each of 360 directions: the change of the value
    /// per length of the step.
    pub changes: Vec<Vec<f64>>,
}

impl Descent {
    /// The distance to the minimum at each place.
    pub fn distances(&self) -> Vec<f64> {
        self.path.iter().map(|[x, y]| x.hypot(*y)).collect()
    }

    /// The distance to the minimum at the end, in distances at the start.
    pub fn left(&self) -> f64 {
        self.distances()[self.path.len() - 1] / self.distances()[0]
    }
}

/// The angle between two directions, in degrees; 0 where one of them is none.
fn angle(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (cross, dot) = (a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    cross.abs().atan2(dot).to_degrees()
}

/// The direction of the lowest of 360 values.
fn lowest(changes: &[f64]) -> [f64; 2] {
    let lowest = (0..changes.len()).min_by(|&a, &b| changes[a].total_cmp(&changes[b]));
    let (sin, cos) = (lowest.unwrap_or(0) as f64).to_radians().sin_cos();
    [cos, sin]
}
