//! What a record holds: the path of each arm, with the arm's name and learning rate as they are shown.

use lab::experiment::RecordOf;
use language::tr;

use super::super::path::Path;
use super::super::settings::Settings;
use super::super::trial::{Arm, Measured, OptimizerPaths, WITHOUT_CORRECTION};
use crate::shared::optimizers;

/// The experiment's record.
pub type Record = RecordOf<OptimizerPaths>;

/// The single paths, each with the name of its arm.
pub fn paths(record: &Record) -> impl Iterator<Item = (&str, &Path)> {
    record.arms.iter().filter_map(|arm| match &arm.trials.first()?.measured {
        Measured::Path(path) => Some((arm.name.as_str(), path)),
        Measured::Paths(_) => None,
    })
}

/// The path of that arm, if it was run.
pub fn named<'a>(record: &'a Record, name: &str) -> Option<&'a Path> {
    paths(record).find(|(arm, _)| *arm == name).map(|(_, path)| path)
}

/// The name of an arm in the current language.
pub fn shown(arm: &str) -> String {
    match arm {
        WITHOUT_CORRECTION => tr!("Adam without bias correction").into(),
        _ => optimizers::shown(arm),
    }
}

/// The learning rate of an arm: without bias correction, Adam has the same as with it.
pub fn rate(record: &Record, arm: &str) -> f64 {
    let optimizer = if arm == WITHOUT_CORRECTION { "Adam" } else { arm };
    record.settings.learning_rates.of(optimizer)
}

/// The paths at momentum 0, each with its learning rate.
pub fn without_momentum(record: &Record) -> impl Iterator<Item = (f64, &Path)> {
    let Settings { range_of_rates: rates, range_of_momenta: momenta, .. } = &record.settings;
    let paths = record.arm(&Arm::Range.to_string()).next().and_then(|measured| match measured {
        Measured::Paths(paths) => Some(paths),
        Measured::Path(_) => None,
    });
    let place = momenta.iter().position(|&momentum| momentum == 0.0);
    let of_rates = paths
        .zip(place)
        .into_iter()
        .flat_map(|(paths, place)| paths.iter().skip(place).step_by(momenta.len()));
    rates.iter().copied().zip(of_rates)
}
