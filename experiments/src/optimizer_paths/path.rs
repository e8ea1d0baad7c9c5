//! A path down the valley, and what can be seen of it.

use serde::{Deserialize, Serialize};

use super::{Settings, f};

/// `[x, y]` at the start and after each step, up to the last place that is finite: shorter than the
/// run where it diverged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub Vec<[f64; 2]>);

impl Path {
    fn ys(&self) -> Vec<f64> {
        self.0.iter().map(|point| point[1]).collect()
    }

    /// How often y changes its sign: crossings of the valley's floor.
    pub(super) fn sign_changes(&self) -> usize {
        self.ys().windows(2).filter(|pair| pair[0] * pair[1] < 0.0).count()
    }

    /// Σ |Δy|: how far the path goes up and down the valley's sides.
    pub(super) fn length_in_y(&self) -> f64 {
        self.ys().windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum()
    }

    /// The step that led to no place, if one did.
    pub(super) fn diverged_at(&self, settings: &Settings) -> Option<usize> {
        (self.0.len() <= settings.steps).then_some(self.0.len())
    }

    /// f where the path ends.
    pub(super) fn end(&self) -> f64 {
        let [x, y] = *self.0.last().expect("a path has its start");
        f(x, y)
    }

    /// The steps' sizes in one coordinate.
    pub(super) fn steps(&self, coordinate: usize) -> Vec<f64> {
        self.0.windows(2).map(|pair| (pair[1][coordinate] - pair[0][coordinate]).abs()).collect()
    }

    /// What each step multiplied the gradient by, in one coordinate: −Δ / gradient. Steps from
    /// places so near the floor that rounding would show are left out.
    pub(super) fn rates(&self, coordinate: usize) -> Vec<f64> {
        // ∂f/∂x = x/10, ∂f/∂y = 2y
        let slope = [0.1, 2.0][coordinate];
        let moves = self.0.windows(2).map(|pair| (pair[0][coordinate], pair[1][coordinate]));
        moves.filter(|(a, _)| a.abs() > 1e-3).map(|(a, b)| (a - b) / (slope * a)).collect()
    }
}
