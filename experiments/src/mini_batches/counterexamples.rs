//! Costs that do not depend on how images are drawn, and costs that are the lowest for all images at once;
//! deviations that do not depend on the size of the mini-batches.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::mini_batches::{Drawing, Progress};

use super::noise::{Gradients, MINI_BATCHES};
use super::settings::Settings;
use super::trial::{Arm, Batches, Measured};
use crate::shared::made_up::{between, log_between};

impl Counterexamples for Batches {
    /// Any cost from one pass to all that are allowed. Each size has any deviation, and so has the mean.
    fn noise(settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let Arm::Learning(_) = arm else {
            return deviations(settings, |_| [(); 2].map(|()| log_between(0.01, 10.0, stream)));
        };
        let passes = log_between(1.0, settings.passes as f64, stream);
        reached(passes, settings)
    }

    /// The larger the mini-batches, the lower the cost, and drawn at random they cost the most. Large
    /// mini-batches deviate as much as small ones, and the mean of many as much as each of them.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Measured {
        let passes = match arm {
            Arm::Noise => return deviations(settings, |_| [between(0.9, 1.1, stream); 2]),
            Arm::Learning(Drawing::WithReplacement(size) | Drawing::WithoutReplacement(size)) => {
                100.0 / (*size as f64).sqrt()
            }
            Arm::Learning(Drawing::All | Drawing::ByClass(_)) => 1.0,
        };
        reached(passes * between(0.9, 1.1, stream), settings)
    }
}

/// A trial that reached the target after so many passes over the training images.
fn reached(passes: f64, settings: &Settings) -> Measured {
    let images = (passes * settings.images as f64) as usize;
    let losses = vec![2.3, settings.target];
    Measured::Learning(Progress {
        images: vec![0, images],
        losses,
        steps: images,
        reached: true,
        diverged: false,
    })
}

/// Gradients that are off to the side by as much as `of_size` says for each size: first each of them, then
/// their mean.
pub(super) fn deviations(
    settings: &Settings,
    mut of_size: impl FnMut(usize) -> [f64; 2],
) -> Measured {
    let gradients = |size| {
        let [each, of_mean] = of_size(size);
        Gradients {
            size,
            along: vec![1.0; MINI_BATCHES],
            across: vec![each; MINI_BATCHES],
            of_mean,
        }
    };
    Measured::Noise { noise: settings.noise_sizes().into_iter().map(gradients).collect() }
}
