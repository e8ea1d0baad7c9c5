//! Gradients and paths at random, and descents that do the opposite of what is said of them.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::claims::BOOK_GRADIENT;
use super::descent::{Descent, LENGTHS};
use super::gradient::{Both, Gradients};
use super::landscape::{BOWL, VALLEY_START};
use super::settings::Settings;
use super::trial::{Arm, GradientDescent, Measured};
use crate::shared::made_up::between;

impl Counterexamples for GradientDescent {
    /// Gradients of the right size in any direction, and steps in any direction.
    fn noise(settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        if let Arm::Gradients = arm {
            let mut numbers = |n: usize, size: f64| -> Vec<f64> {
                (0..n).map(|_| size * stream.normal()).collect()
            };
            let mut both =
                |n, size| Both { numerical: numbers(n, size), automatic: numbers(n, size) };
            let (field, weights, slopes) = (both(34, 2.0), both(6, 0.3), both(2, 0.3));
            let nudged = numbers(6, 0.3);
            return Measured::Gradients(Gradients {
                places: places(),
                field,
                weights,
                nudged,
                slopes,
            });
        }
        let path = path(settings, *arm, |[x, y]| [x + stream.normal(), y + stream.normal()]);
        let mut numbers = |from, to, n| (0..n).map(|_| between(from, to, stream)).collect();
        Measured::Descent(Descent {
            angles: numbers(0.0, 180.0, path.len()),
            off_steepest: numbers(0.0, 180.0, path.len()),
            changes: LENGTHS.iter().map(|_| numbers(-4.0, 4.0, 360)).collect(),
            path,
        })
    }

    /// The gradients are wrong by a hundredth. Descent leaves the minimum at the suitable learning rate and
    /// reaches it at the other two. The negative gradient points at the minimum of the valley, not of the
    /// bowl; it is not the steepest direction, and a step to the minimum lowers f by more.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, _: &mut Stream) -> Measured {
        let off = |right: &[f64]| Both {
            automatic: right.iter().map(|x| x + 0.01).collect(),
            numerical: right.to_vec(),
        };
        let (factor, angle) = match arm {
            Arm::Gradients => {
                let field: Vec<f64> = places().into_iter().flat_map(BOWL.gradient).collect();
                return Measured::Gradients(Gradients {
                    places: places(),
                    field: off(&field),
                    weights: off(&BOOK_GRADIENT),
                    nudged: BOOK_GRADIENT.to_vec(),
                    slopes: off(&[0.2, 0.3]),
                });
            }
            Arm::Learning => (1.5, 90.0),
            Arm::TooLarge | Arm::TooSmall | Arm::Valley => (0.8, 0.0),
        };
        let path = path(settings, *arm, |x| x.map(|x| factor * x));
        // From the start of the valley, the minimum lies at 344 degrees.
        let change = |degree| if degree == 344 { -2.0 } else { -1.0 };
        Measured::Descent(Descent {
            angles: vec![angle; path.len()],
            off_steepest: vec![64.0; path.len()],
            changes: LENGTHS.map(|_| (0..360).map(change).collect()).to_vec(),
            path,
        })
    }
}

/// A few places of the field.
fn places() -> Vec<[f64; 2]> {
    (0..17).map(|i| [-2.0 + 0.25 * f64::from(i), 1.0]).collect()
}

/// A path from the arm's start, by a function that gives the next position.
fn path(
    settings: &Settings,
    arm: Arm,
    mut next: impl FnMut([f64; 2]) -> [f64; 2],
) -> Vec<[f64; 2]> {
    let start = match arm {
        Arm::Valley => VALLEY_START,
        _ => [settings.start_x0, settings.start_x1],
    };
    let mut path = vec![start];
    for step in 0..arm.descent(settings).1 {
        path.push(next(path[step]));
    }
    path
}
