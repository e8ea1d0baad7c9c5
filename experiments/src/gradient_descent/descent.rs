//! Gradient descent, and what is measured at each position.

use serde::{Deserialize, Serialize};
use training::any_number;
use training::trial::Trial;

use super::landscape::Landscape;

/// The lengths of the steps whose directions are compared. The last is the distance from the start of
/// the valley to its minimum.
pub const LENGTHS: [f64; 4] = [0.01, 1.0, 3.0, 7.28];

/// A descent, and what is measured at each of its positions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Descent {
    /// The start and the position after each step, up to the last one below 1e150.
    #[serde(with = "any_number")]
    pub path: Vec<[f64; 2]>,
    /// At each position, the angle between the negative gradient and the direction of the minimum, in
    /// degrees.
    #[serde(with = "any_number")]
    pub angles: Vec<f64>,
    /// At each position, the angle between the negative gradient and the steepest of 360 directions
    /// (by a step of 1e-4), in degrees.
    #[serde(with = "any_number")]
    pub off_steepest: Vec<f64>,
    /// From the start, for each of [`LENGTHS`] and each of 360 directions: the change of f per unit of
    /// length.
    #[serde(with = "any_number")]
    pub changes: Vec<Vec<f64>>,
}

/// Gradient descent: x ← x − η ∂f/∂x, as long as its numbers stay below 1e150.
pub fn descend(
    landscape: Landscape,
    start: [f64; 2],
    learning_rate: f64,
    steps: usize,
    trial: &Trial,
) -> Descent {
    let mut path = vec![start];
    let mut x = start;
    for _ in 0..steps {
        trial.step_done();
        match step(landscape, x, learning_rate) {
            Some(next) => x = next,
            None => break,
        }
        path.push(x);
    }
    let to_minimum = |x: [f64; 2]| x.map(|x| -x);
    let steepest = |x| lowest(&landscape.changes(x, 1e-4));
    Descent {
        angles: path.iter().map(|&x| angle(landscape.downhill(x), to_minimum(x))).collect(),
        off_steepest: path.iter().map(|&x| angle(landscape.downhill(x), steepest(x))).collect(),
        changes: LENGTHS.map(|length| landscape.changes(start, length)).to_vec(),
        path,
    }
}

/// The position after a step from `x`; none where it leaves the range of a path.
fn step(landscape: Landscape, x: [f64; 2], learning_rate: f64) -> Option<[f64; 2]> {
    let g = (landscape.gradient)(x);
    let next = [x[0] - learning_rate * g[0], x[1] - learning_rate * g[1]];
    // f squares them and would soon be infinite.
    (!next.iter().any(|x| x.abs() >= 1e150)).then_some(next)
}

impl Descent {
    /// Whether this can be that descent: a path of so many steps, or up to where it leaves its range, and
    /// numbers at each position and in each direction.
    pub fn fits(
        &self,
        landscape: Landscape,
        start: [f64; 2],
        learning_rate: f64,
        steps: usize,
    ) -> bool {
        let positions = self.path.len();
        let leaves = |&end: &[f64; 2]| step(landscape, end, learning_rate).is_none();
        self.path.first() == Some(&start)
            && (positions == steps + 1
                || positions <= steps && self.path.last().is_some_and(leaves))
            && [&self.angles, &self.off_steepest].iter().all(|angles| angles.len() == positions)
            && self.changes.len() == LENGTHS.len()
            && self.changes.iter().all(|changes| changes.len() == 360)
    }

    /// The distance to the minimum at each position.
    pub fn distances(&self) -> Vec<f64> {
        self.path.iter().map(|[x, y]| x.hypot(*y)).collect()
    }

    /// The distance to the minimum at the end, divided by that at the start; infinite if already the first
    /// step left the range of the path.
    pub fn left(&self) -> f64 {
        match *self.distances() {
            [_] => f64::INFINITY,
            ref distances => distances[distances.len() - 1] / distances[0],
        }
    }
}

/// The angle between two vectors, in degrees; 0 if one of them is zero.
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
