//! The valley f(x, y) = x²/20 + y², and a point in it that an optimizer can move.

use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};

/// f(x, y) = x²/20 + y²
pub fn f(x: f64, y: f64) -> f64 {
    x * x / 20.0 + y * y
}

/// The point that an optimizer moves, as a Burn module.
#[derive(Module, Debug)]
pub struct Point {
    /// `[2]`: x and y
    xy: Param<Tensor<1>>,
}

impl Point {
    /// The point at `start`, on the autodiff device `device`.
    pub fn at(start: [f64; 2], device: &Device) -> Self {
        Self { xy: Param::from_tensor(Tensor::from_floats(start.map(|x| x as f32), device)) }
    }

    /// f(x, y) = x²/20 + y², as a tensor that can be differentiated: `[1]`.
    pub fn f(&self) -> Tensor<1> {
        let (x, y) = (self.xy.val().slice(0..1), self.xy.val().slice(1..2));
        x.square() / 20.0 + y.square()
    }

    /// Where the point is now.
    pub fn position(&self) -> [f64; 2] {
        let values: Vec<f32> = self.xy.val().into_data().iter().collect();
        [f64::from(values[0]), f64::from(values[1])]
    }
}
