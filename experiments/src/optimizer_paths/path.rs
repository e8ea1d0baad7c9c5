//! A path down the valley, and what can be measured on it.

use burn::optim::{GradientsParams, ModuleOptimizer};
use serde::{Deserialize, Serialize};
use training::trial::Trial;

use super::settings::Settings;
use super::valley::{Point, f};

/// ∂f/∂x = x/10, ∂f/∂y = 2y
const SLOPE: [f64; 2] = [0.1, 2.0];

/// `[x, y]` at the start and after each step, up to the last finite position: if the optimizer
/// diverged, the path is shorter than the number of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub Vec<[f64; 2]>);

/// The optimizer's path from the start at this learning rate.
pub fn walk(mut optimizer: ModuleOptimizer, rate: f64, settings: &Settings, trial: &Trial) -> Path {
    let start = [settings.start_x, settings.start_y];
    let mut point = Point::at(start, &trial.autodiff());
    let mut path = vec![start];
    for _ in 0..settings.steps {
        let gradients = GradientsParams::from_grads(point.f().backward(), &point);
        point = optimizer.step(rate, point, gradients);
        trial.step_done();
        if !point.position().iter().all(|x| x.is_finite()) {
            break;
        }
        path.push(point.position());
    }
    Path(path)
}

impl Path {
    /// Whether this can be an optimizer's path at this learning rate. It is shorter than the number of steps
    /// only if it went so far, or with such a rate, that the next position may not be finite in 32 bits.
    pub fn fits(&self, rate: f64, settings: &Settings) -> bool {
        let furthest = self.0.iter().flatten().fold(1.0, |furthest: f64, x| furthest.max(x.abs()));
        let may_diverge = furthest * rate.max(1.0) > 1e20;
        let positions = self.0.len();
        self.0.first() == Some(&[settings.start_x, settings.start_y])
            && (positions == settings.steps + 1 || positions <= settings.steps && may_diverge)
    }

    fn ys(&self) -> Vec<f64> {
        self.0.iter().map(|point| point[1]).collect()
    }

    /// How often y changes its sign: the number of times that the path crosses the valley floor.
    pub fn sign_changes(&self) -> usize {
        self.ys().windows(2).filter(|pair| pair[0] * pair[1] < 0.0).count()
    }

    /// Σ |Δy|: how far the path moves up and down the valley's sides.
    pub fn length_in_y(&self) -> f64 {
        self.ys().windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum()
    }

    /// The step whose result was not finite, if there was one.
    pub fn diverged_at(&self, settings: &Settings) -> Option<usize> {
        (self.0.len() <= settings.steps).then_some(self.0.len())
    }

    /// f at the end of the path.
    pub fn end(&self) -> f64 {
        let [x, y] = *self.0.last().expect("a path has a start");
        f(x, y)
    }

    /// The size of each step in one coordinate.
    pub fn steps(&self, coordinate: usize) -> Vec<f64> {
        self.0.windows(2).map(|pair| (pair[1][coordinate] - pair[0][coordinate]).abs()).collect()
    }

    /// What each step multiplied the gradient by, in one coordinate: −Δ / gradient. Steps that start
    /// so close to the valley floor that rounding would show are left out.
    pub fn rates(&self, coordinate: usize) -> Vec<f64> {
        let moves = self.0.windows(2).map(|pair| (pair[0][coordinate], pair[1][coordinate]));
        let shows = |(a, _): &(f64, f64)| a.abs() > 1e-3;
        moves.filter(shows).map(|(a, b)| (a - b) / (SLOPE[coordinate] * a)).collect()
    }

    /// What AdaGrad multiplies the gradient by in the same steps, by its equation: η/√h, where h is the sum
    /// of the squared gradients so far.
    pub fn adagrad_rates(&self, coordinate: usize, rate: f64) -> Vec<f64> {
        let starts =
            self.0.iter().take(self.0.len().saturating_sub(1)).map(|point| point[coordinate]);
        let of = |h: &mut f64, a: f64| {
            *h += (SLOPE[coordinate] * a).powi(2);
            Some((a, rate / h.sqrt()))
        };
        let shows = |(a, _): &(f64, f64)| a.abs() > 1e-3;
        starts.scan(0.0, of).filter(shows).map(|(_, rate)| rate).collect()
    }
}
