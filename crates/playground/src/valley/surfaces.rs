//! Functions of two variables: the book's (section 6.1.3), and others with a known shape.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use burn::tensor::Tensor;
use language::message;
use serde::Serialize;

/// A function f(x, y), and the part of the plane that is drawn.
pub struct Surface {
    /// Its name.
    pub name: &'static str,
    /// Its equation.
    pub equation: &'static str,
    /// f, as a tensor that can be differentiated, of x and y: `[1]` each.
    pub(super) f: fn(Tensor<1>, Tensor<1>) -> Tensor<1>,
    /// f, in 64 bits.
    pub(super) height: fn(f64, f64) -> f64,
    pub(super) x: RangeInclusive<f64>,
    pub(super) y: RangeInclusive<f64>,
    /// Where a path starts by default.
    pub(super) start: [f64; 2],
    /// Where f is the smallest, if it is anywhere.
    pub(super) minimum: Option<[f64; 2]>,
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
    pub(super) columns: usize,
    pub(super) rows: usize,
    rates: BTreeMap<&'static str, f64>,
    /// f on a grid, row by row, with y rising from row to row.
    pub(super) heights: Vec<f64>,
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
