//! Functions of two variables, and the paths that optimizers take on them (O1–O5, G2–G4).

mod surfaces;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor};
use extensions::optimizers::{Momentum, Nesterov};
use serde::{Deserialize, Serialize};
use training::optimizers::{named, with_decay};

use crate::settings::{BadSetting, LARGEST_NUMBER, positive};
pub use surfaces::{Drawn, SURFACES, Surface};

/// The largest number of steps of a path.
pub const MOST_STEPS: usize = 1000;
/// The largest number of paths that are computed at once.
const MOST_PATHS: usize = 20;

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
    paths_while(descents, device, &|| true)
}

/// The same as long as somebody waits for them, which `is_wanted` says before each step. The paths end there.
pub(crate) fn paths_while(
    descents: &Descents,
    device: &Device,
    is_wanted: &dyn Fn() -> bool,
) -> Result<Vec<Path>, BadSetting> {
    let bad = |field, reason: String| Err(BadSetting { field, reason });
    let Some(surface) = SURFACES.iter().find(|surface| surface.name == descents.surface) else {
        let names: Vec<_> = SURFACES.iter().map(|surface| surface.name).collect();
        return bad("surface", format!("one of {}", names.join(", ")));
    };
    if !descents.start.iter().all(|x| x.abs() <= LARGEST_NUMBER) {
        return bad("start", format!("two numbers from −{LARGEST_NUMBER} to {LARGEST_NUMBER}"));
    }
    if descents.steps > MOST_STEPS {
        return bad("steps", format!("up to {MOST_STEPS} steps"));
    }
    if descents.optimizers.len() > MOST_PATHS {
        return bad("optimizers", format!("up to {MOST_PATHS} paths"));
    }
    let path = |descent| path(descent, descents, surface, device, is_wanted);
    descents.optimizers.iter().map(path).collect()
}

fn path(
    descent: &Descent,
    of: &Descents,
    surface: &Surface,
    device: &Device,
    is_wanted: &dyn Fn() -> bool,
) -> Result<Path, BadSetting> {
    let mut optimizer = descent.optimizer()?;
    let mut point = Point::at(of.start, &device.clone().autodiff());
    let mut points = vec![of.start];
    let mut diverged_at = None;
    for step in (1..=of.steps).take_while(|_| is_wanted()) {
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
        positive("rate", self.rate)?;
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
mod tests;
