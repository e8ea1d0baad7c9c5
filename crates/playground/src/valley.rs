//! Functions of two variables, and the paths that optimizers take on them (O1–O5, G2–G4).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use extensions::optimizers::{Momentum, Nesterov};
use language::message;
use serde::{Deserialize, Serialize};
use training::optimizers::{named, with_decay};

use crate::settings::BadSetting;

/// The largest number of steps of a path.
pub const MOST_STEPS: usize = 1000;
/// The largest number of paths that are computed at once.
const MOST_PATHS: usize = 20;
/// How far from 0 a start may be.
const FURTHEST: f64 = 1e6;

/// A function f(x, y), and the part of the plane that is drawn.
pub struct Surface {
    /// Its name.
    pub name: &'static str,
    /// Its equation.
    pub equation: &'static str,
    /// f, as a tensor that can be differentiated, of x and y: `[1]` each.
    f: fn(Tensor<1>, Tensor<1>) -> Tensor<1>,
    /// f, in 64 bits.
    height: fn(f64, f64) -> f64,
    x: RangeInclusive<f64>,
    y: RangeInclusive<f64>,
    /// Where a path starts by default.
    start: [f64; 2],
    /// Where f is the smallest, if it is anywhere.
    minimum: Option<[f64; 2]>,
    /// The learning rates that the page begins with, by the optimizer's name. The book has some for its own function
    /// only, which are those of the list; these are this project's.
    rates: &'static [(&'static str, f64)],
}

/// Learning rates for functions that rise about as steeply as x².
const GENTLE: &[(&str, f64)] = &[("SGD", 0.1), ("AdaGrad", 0.5)];
/// Learning rates for functions with steep walls.
const STEEP: &[(&str, f64)] = &[
    ("SGD", 0.001),
    ("Momentum", 0.0003),
    ("Nesterov", 0.0003),
    ("AdaGrad", 0.3),
    ("RMSprop", 0.01),
    ("Adam", 0.1),
];

/// The surfaces: the book's function first (section 6.1.3).
pub const SURFACES: &[Surface] = &[
    Surface {
        name: message!("valley"),
        equation: "x²/20 + y²",
        f: |x, y| x.square() / 20.0 + y.square(),
        height: |x, y| x * x / 20.0 + y * y,
        x: -10.0..=10.0,
        y: -5.0..=5.0,
        start: [-7.0, 2.0],
        minimum: Some([0.0, 0.0]),
        rates: &[],
    },
    Surface {
        name: message!("round bowl"),
        equation: "x² + y²",
        f: |x, y| x.square() + y.square(),
        height: |x, y| x * x + y * y,
        x: -5.0..=5.0,
        y: -5.0..=5.0,
        start: [-3.0, 4.0],
        minimum: Some([0.0, 0.0]),
        rates: GENTLE,
    },
    Surface {
        name: message!("saddle"),
        equation: "x² − y²",
        f: |x, y| x.square() - y.square(),
        height: |x, y| x * x - y * y,
        x: -4.0..=4.0,
        y: -4.0..=4.0,
        start: [-3.0, 0.01],
        minimum: None,
        rates: GENTLE,
    },
    Surface {
        name: message!("sum"),
        equation: "x + y",
        f: |x, y| x + y,
        height: |x, y| x + y,
        x: -4.0..=4.0,
        y: -4.0..=4.0,
        start: [2.0, 3.0],
        minimum: None,
        rates: GENTLE,
    },
    Surface {
        name: message!("product"),
        equation: "x · y",
        f: |x, y| x * y,
        height: |x, y| x * y,
        x: -4.0..=4.0,
        y: -4.0..=4.0,
        start: [2.0, 3.0],
        minimum: None,
        rates: GENTLE,
    },
    Surface {
        name: message!("Beale"),
        equation: "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
        f: |x, y| {
            let xy = x.clone() * y.clone();
            let xy2 = xy.clone() * y.clone();
            let xy3 = xy2.clone() * y;
            let term = |c: f64, product: Tensor<1>| (product - x.clone() + c).square();
            term(1.5, xy) + term(2.25, xy2) + term(2.625, xy3)
        },
        height: |x, y| {
            let term = |c: f64, product: f64| (c - x + product).powi(2);
            term(1.5, x * y) + term(2.25, x * y * y) + term(2.625, x * y * y * y)
        },
        x: -4.5..=4.5,
        y: -2.5..=2.5,
        start: [-1.5, 1.5],
        minimum: Some([3.0, 0.5]),
        rates: STEEP,
    },
    Surface {
        name: message!("Rosenbrock"),
        equation: "(1 − x)² + 100 (y − x²)²",
        f: |x, y| (x.clone() - 1.0).square() + (y - x.square()).square() * 100.0,
        height: |x, y| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2),
        x: -2.0..=2.0,
        y: -1.0..=3.0,
        start: [-1.5, 2.0],
        minimum: Some([1.0, 1.0]),
        rates: STEEP,
    },
];

/// A surface, as the page draws it.
#[derive(Clone, Debug, Serialize)]
pub struct Drawn {
    name: &'static str,
    equation: &'static str,
    x: [f64; 2],
    y: [f64; 2],
    start: [f64; 2],
    minimum: Option<[f64; 2]>,
    columns: usize,
    rows: usize,
    rates: BTreeMap<&'static str, f64>,
    /// f on a grid, row by row, with y rising from row to row.
    heights: Vec<f64>,
}

impl Surface {
    /// The surface with its heights on a grid.
    pub fn drawn(&self) -> Drawn {
        let (columns, rows) = (121, 91);
        let place = |range: &RangeInclusive<f64>, i: usize, n: usize| {
            range.start() + (range.end() - range.start()) * i as f64 / (n - 1) as f64
        };
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let heights = cells.map(|(row, column)| {
            (self.height)(place(&self.x, column, columns), place(&self.y, row, rows))
        });
        Drawn {
            name: self.name,
            equation: self.equation,
            x: [*self.x.start(), *self.x.end()],
            y: [*self.y.start(), *self.y.end()],
            start: self.start,
            minimum: self.minimum,
            columns,
            rows,
            rates: self.rates.iter().copied().collect(),
            heights: heights.collect(),
        }
    }
}

/// Which paths the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descents {
    /// The name of the surface.
    pub surface: String,
    /// `[x, y]`
    pub start: [f64; 2],
    /// The number of steps.
    pub steps: usize,
    /// The optimizers, one for each path.
    pub optimizers: Vec<Descent>,
}

/// An optimizer on a surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descent {
    /// Its name in the list.
    pub name: String,
    /// The learning rate η.
    pub rate: f64,
    /// α of Momentum and Nesterov, if it is not 0.9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub momentum: Option<f64>,
}

/// The path of an optimizer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Path {
    /// The optimizer.
    pub name: String,
    /// `[x, y]` at the start and after each step, up to the last finite position.
    pub points: Vec<[f64; 2]>,
    /// f at each of the points.
    pub losses: Vec<Option<f64>>,
    /// The step whose result was not finite, if there was one.
    pub diverged_at: Option<usize>,
}

/// The momentum α of the optimizer of that name, if it has one.
pub fn momentum_of(name: &str) -> Option<f64> {
    match name {
        "Momentum" => Some(Momentum::default().momentum),
        "Nesterov" => Some(Nesterov::default().momentum),
        _ => None,
    }
}

/// The paths of these optimizers.
///
/// # Errors
/// The first value that is not allowed, and what is.
pub fn paths(descents: &Descents, device: &Device) -> Result<Vec<Path>, BadSetting> {
    let bad = |field, reason: String| Err(BadSetting { field, reason });
    let Some(surface) = SURFACES.iter().find(|surface| surface.name == descents.surface) else {
        let names: Vec<_> = SURFACES.iter().map(|surface| surface.name).collect();
        return bad("surface", format!("one of {}", names.join(", ")));
    };
    if !descents.start.iter().all(|x| x.abs() <= FURTHEST) {
        return bad("start", format!("two numbers from {} to {FURTHEST}", -FURTHEST));
    }
    if descents.steps > MOST_STEPS {
        return bad("steps", format!("up to {MOST_STEPS} steps"));
    }
    if descents.optimizers.len() > MOST_PATHS {
        return bad("optimizers", format!("up to {MOST_PATHS} paths"));
    }
    descents.optimizers.iter().map(|descent| path(descent, descents, surface, device)).collect()
}

fn path(
    descent: &Descent,
    of: &Descents,
    surface: &Surface,
    device: &Device,
) -> Result<Path, BadSetting> {
    let mut optimizer = descent.optimizer()?;
    let mut point = Point::at(of.start, &device.clone().autodiff());
    let mut points = vec![of.start];
    let mut diverged_at = None;
    for step in 1..=of.steps {
        let (x, y) = point.coordinates();
        let gradients = GradientsParams::from_grads((surface.f)(x, y).backward(), &point);
        point = optimizer.step(descent.rate, point, gradients);
        let position = point.position();
        if !position.iter().all(|x| x.is_finite()) {
            diverged_at = Some(step);
            break;
        }
        points.push(position);
    }
    let height = |&[x, y]: &[f64; 2]| crate::numbers::finite((surface.height)(x, y));
    let losses = points.iter().map(height).collect();
    Ok(Path { name: descent.name.clone(), points, losses, diverged_at })
}

impl Descent {
    fn optimizer(&self) -> Result<ModuleOptimizer, BadSetting> {
        let bad = |field, reason: &str| Err(BadSetting { field, reason: reason.into() });
        let Some(optimizer) = named(&self.name) else {
            return bad("optimizers", "a name from the list of optimizers");
        };
        if !(self.rate.is_finite() && self.rate > 0.0) {
            return bad("rate", "a number above 0");
        }
        match (self.momentum, momentum_of(optimizer.name)) {
            (None, _) => Ok(optimizer.build(0.0)),
            (Some(_), None) => bad("momentum", "only Momentum and Nesterov have one"),
            (Some(momentum), _) if !(0.0..1.0).contains(&momentum) => {
                bad("momentum", "from 0 to below 1")
            }
            (Some(momentum), _) if optimizer.name == "Momentum" => {
                Ok(with_decay(Momentum { momentum }, 0.0))
            }
            (Some(momentum), _) => Ok(with_decay(Nesterov { momentum }, 0.0)),
        }
    }
}

/// The point that an optimizer moves, as a Burn module.
#[derive(Module, Debug)]
struct Point {
    /// `[2]`: x and y
    xy: Param<Tensor<1>>,
}

impl Point {
    fn at(start: [f64; 2], device: &Device) -> Self {
        Self { xy: Param::from_tensor(Tensor::from_floats(start.map(|x| x as f32), device)) }
    }

    /// x and y: `[1]` each.
    fn coordinates(&self) -> (Tensor<1>, Tensor<1>) {
        (self.xy.val().slice(0..1), self.xy.val().slice(1..2))
    }

    fn position(&self) -> [f64; 2] {
        let values: Vec<f32> = self.xy.val().into_data().iter().collect();
        [f64::from(values[0]), f64::from(values[1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use training::backend::Backend;
    use training::optimizers::OPTIMIZERS;

    fn device() -> Device {
        Backend::default_compiled().device().unwrap()
    }

    fn descents(surface: &str, start: [f64; 2], optimizers: Vec<Descent>) -> Descents {
        Descents { surface: surface.into(), start, steps: 30, optimizers }
    }

    fn descent(name: &str, rate: f64, momentum: Option<f64>) -> Descent {
        Descent { name: name.into(), rate, momentum }
    }

    /// SGD moves by −η times the gradient, which central differences of the height give in 64 bits.
    #[test]
    fn the_gradient_of_each_surface_is_that_of_its_height() {
        for surface in SURFACES {
            for start in [[0.7, -0.4], [-1.3, 1.1], [2.0, 0.5]] {
                let rate = 1e-3;
                let asked = descents(surface.name, start, vec![descent("SGD", rate, None)]);
                let path = &paths(&asked, &device()).unwrap()[0];
                let moved = [0, 1].map(|i| (start[i] - path.points[1][i]) / rate);
                let h = 1e-5;
                let [x, y] = start;
                let by_differences = [
                    ((surface.height)(x + h, y) - (surface.height)(x - h, y)) / (2.0 * h),
                    ((surface.height)(x, y + h) - (surface.height)(x, y - h)) / (2.0 * h),
                ];
                for (moved, gradient) in moved.iter().zip(by_differences) {
                    // A position in 32 bits is known to 1e-7, so a gradient to 1e-4.
                    let off = (moved - gradient).abs() / gradient.abs().max(1.0);
                    assert!(off < 1e-3, "{}: {moved}, {gradient}", surface.name);
                }
            }
        }
    }

    #[test]
    fn the_gradient_is_0_at_the_minimum_and_the_start_is_drawn() {
        for surface in SURFACES {
            if let Some(minimum) = surface.minimum {
                let optimizers = vec![descent("SGD", 1e-3, None)];
                let path =
                    &paths(&descents(surface.name, minimum, optimizers), &device()).unwrap()[0];
                let off = path.points[30].iter().zip(minimum).map(|(a, b)| (a - b).abs());
                assert!(off.fold(0.0, f64::max) < 1e-6, "{}: {:?}", surface.name, path.points);
            }
            let [x, y] = surface.start;
            assert!(surface.x.contains(&x) && surface.y.contains(&y), "{}", surface.name);
            let drawn = surface.drawn();
            assert_eq!(drawn.heights.len(), drawn.rows * drawn.columns);
            assert!(drawn.heights.iter().all(|height| height.is_finite()), "{}", surface.name);
            // The last row is that of the largest y.
            let corner = (surface.height)(*surface.x.end(), *surface.y.end());
            assert!(
                (drawn.heights[drawn.heights.len() - 1] - corner).abs()
                    < 1e-9 * corner.abs().max(1.0)
            );
        }
    }

    /// v ← αv − ηg, W ← W + v, computed in 64 bits on x² + y².
    #[test]
    fn the_momentum_is_the_one_that_is_asked_for() {
        let asked = descents("round bowl", [-3.0, 4.0], vec![descent("Momentum", 0.1, Some(0.5))]);
        let path = &paths(&asked, &device()).unwrap()[0];
        let (mut w, mut v) = ([-3.0, 4.0], [0.0; 2]);
        for point in &path.points[1..] {
            for i in 0..2 {
                v[i] = 0.5 * v[i] - 0.1 * 2.0 * w[i];
                w[i] += v[i];
                assert!((point[i] - w[i]).abs() < 1e-5, "{point:?} {w:?}");
            }
        }
        // The default is the optimizer of the list.
        for name in ["Momentum", "Nesterov"] {
            let both = vec![descent(name, 0.1, None), descent(name, 0.1, momentum_of(name))];
            let both = paths(&descents("valley", [-7.0, 2.0], both), &device()).unwrap();
            assert_eq!(both[0], both[1]);
        }
    }

    #[test]
    fn every_optimizer_of_the_list_has_a_path_and_a_path_that_diverges_ends() {
        let all = OPTIMIZERS.iter().map(|named| descent(named.name, named.path_rate, None));
        let all = paths(&descents("valley", [-7.0, 2.0], all.collect()), &device()).unwrap();
        for path in all {
            assert_eq!((path.points.len(), path.diverged_at), (31, None), "{}", path.name);
            assert!(path.losses[30] < path.losses[0], "{}", path.name);
        }
        let far = descents("Rosenbrock", [1.5, 2.0], vec![descent("SGD", 1.0, None)]);
        let far = &paths(&far, &device()).unwrap()[0];
        assert_eq!(far.diverged_at, Some(far.points.len()));
        assert!(far.points.len() < 20 && far.points.iter().flatten().all(|x| x.is_finite()));
    }

    #[test]
    fn what_is_not_allowed_is_an_error_that_names_the_field() {
        let sgd = || vec![descent("SGD", 0.1, None)];
        let field = |asked: Descents| paths(&asked, &device()).unwrap_err().field;
        assert_eq!(field(descents("hill", [0.0; 2], sgd())), "surface");
        assert_eq!(field(descents("valley", [f64::NAN, 0.0], sgd())), "start");
        assert_eq!(field(descents("valley", [1e300, 0.0], sgd())), "start");
        assert_eq!(field(Descents { steps: 1001, ..descents("valley", [0.0; 2], sgd()) }), "steps");
        let many = vec![descent("SGD", 0.1, None); 21];
        assert_eq!(field(descents("valley", [0.0; 2], many)), "optimizers");
        for (bad, name) in [
            (descent("Lion", 0.1, None), "optimizers"),
            (descent("SGD", 0.0, None), "rate"),
            (descent("SGD", f64::INFINITY, None), "rate"),
            (descent("SGD", 0.1, Some(0.9)), "momentum"),
            (descent("Momentum", 0.1, Some(1.0)), "momentum"),
        ] {
            assert_eq!(field(descents("valley", [0.0; 2], vec![bad])), name);
        }
    }
}
