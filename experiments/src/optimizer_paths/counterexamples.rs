//! Paths that wander, and paths on which every optimizer does the opposite of what is said of it.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;

use super::path::Path;
use super::settings::Settings;
use super::trial::{Arm, Measured, OptimizerPaths};

impl Counterexamples for OptimizerPaths {
    /// Steps in random directions, of the same size on average whichever optimizer takes them.
    fn noise(settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        paths(settings, arm, |_, [x, y]| [x + stream.normal(), y + stream.normal()])
    }

    /// SGD goes straight and not along the gradient, Momentum slows down and zig-zags, AdaGrad's learning
    /// rates rise and are the same in x and y, and Adam zig-zags with a first step that has nothing to do
    /// with its learning rate or its bias.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, _: &mut Stream) -> Measured {
        let name = arm.to_string();
        paths(settings, arm, |step, [x, y]| match name.as_str() {
            "SGD" => [x + 0.1, y - 0.01],
            _ if matches!(arm, Arm::Range) => [x + 0.1, y - 0.01],
            "Momentum" => [x + 0.5 / (step + 1) as f64, -y],
            "AdaGrad" => {
                let rate = 0.02 + 0.003 * step as f64;
                [x - rate * x / 10.0, y - rate * 2.0 * y]
            }
            _ => [x + 0.6, -y],
        })
    }
}

/// What the arm measures if each path goes from the start by a function that gives the next position.
fn paths(
    settings: &Settings,
    arm: &Arm,
    mut next: impl FnMut(usize, [f64; 2]) -> [f64; 2],
) -> Measured {
    let mut path = || {
        let mut path = vec![[settings.start_x, settings.start_y]];
        for step in 0..settings.steps {
            path.push(next(step, path[step]));
        }
        Path(path)
    };
    let sliders = settings.range_of_rates.len() * settings.range_of_momenta.len();
    match arm {
        Arm::Range => Measured::Paths((0..sliders).map(|_| path()).collect()),
        _ => Measured::Path(path()),
    }
}
