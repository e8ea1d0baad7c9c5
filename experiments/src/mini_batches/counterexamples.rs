//! Costs that do not depend on how images are drawn, and costs that are the lowest for all images at once.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::mini_batches::Progress;

use super::settings::Settings;
use super::trial::{Arm, Batches};
use crate::shared::made_up::{between, log_between};

impl Counterexamples for Batches {
    /// Any cost from one pass to all that are allowed.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Progress {
        let passes = log_between(1.0, settings.passes as f64, stream);
        reached(passes, settings)
    }

    /// The larger the mini-batches, the lower the cost, and drawn at random they cost the most.
    fn opposite(_: usize, settings: &Settings, arm: &Arm, stream: &mut Stream) -> Progress {
        let is_random = arm.to_string().contains("replacement");
        let passes = match arm.size().filter(|_| is_random) {
            Some(size) => 100.0 / (size as f64).sqrt(),
            None => 1.0,
        };
        reached(passes * between(0.9, 1.1, stream), settings)
    }
}

/// A trial that reached the target after so many passes over the training images.
fn reached(passes: f64, settings: &Settings) -> Progress {
    let images = (passes * settings.images as f64) as usize;
    let losses = vec![2.3, settings.target];
    Progress { images: vec![0, images], losses, steps: images, reached: true, diverged: false }
}
