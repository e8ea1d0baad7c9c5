//! Configurations that are all equally good.

use extensions::random::Stream;
use lab::counterexamples::Counterexamples;
use training::search::tuning::Measured;

use super::settings::Settings;
use super::trial::{Arm, HyperparameterSearch, finalists};
use crate::shared::made_up::accuracy;

impl Counterexamples for HyperparameterSearch {
    fn records() -> usize {
        50
    }

    /// Every configuration has the same accuracy on all images that there are. The validation images of
    /// each are drawn anew.
    fn noise(settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        let score = accuracy(0.7, settings.validation_images(), stream);
        measured(settings, score, stream)
    }

    /// Every configuration has the same accuracy on the validation images, too.
    fn opposite(_: usize, settings: &Settings, _: &Arm, stream: &mut Stream) -> Measured {
        measured(settings, 0.7, stream)
    }

    /// The best configuration, with a test accuracy.
    fn concluded(measured: &[Measured]) -> Measured {
        Measured { test: Some(0.7), ..finalists(measured)[0].clone() }
    }
}

/// A configuration drawn from the space, with this validation accuracy.
fn measured(settings: &Settings, score: f64, stream: &mut Stream) -> Measured {
    let point = settings.space.dimensions().iter().map(|d| d.draw(stream)).collect();
    Measured {
        configuration: settings.space.configuration(&point),
        point,
        epochs: settings.plan.epochs,
        training: vec![1.0],
        validation: vec![score],
        diverged: false,
        test: None,
    }
}
