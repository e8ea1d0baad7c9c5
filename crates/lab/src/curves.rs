//! Curves of an arm over its seeds, and the words that explain the line and the band.

use figures::{Ink, Mark};
use language::tr;
use training::statistics::mean;

use crate::record::Record;
use crate::statistics::mean_of;

/// What a line and the band behind it mean, for subtitles.
pub fn over_seeds<S, M>(record: &Record<S, M>) -> String {
    drawn_over_seeds(record, tr!("line"), tr!("band"))
}

/// The same for a mean and a range that are drawn as something else: `middle` and `range`, in the current language.
pub fn drawn_over_seeds<S, M>(record: &Record<S, M>, middle: &str, range: &str) -> String {
    match record.provenance.seeds.len() {
        1 => mean_of(1),
        seeds => tr!(
            "{middle}: {mean}, {range}: lowest to highest",
            mean = mean_of(seeds),
            middle,
            range
        ),
    }
}

/// An arm, named as it is shown, and how many of its trials diverged, if any: their curves end early.
pub fn legend(arm: &str, diverged_at: impl Iterator<Item = Option<usize>>) -> String {
    let diverged: Vec<bool> = diverged_at.map(|iteration| iteration.is_some()).collect();
    match (diverged.iter().filter(|diverged| **diverged).count(), diverged.len()) {
        (0, _) => arm.into(),
        (n, of) if n == of => tr!("{arm} (diverged)", arm),
        (n, of) => tr!("{arm} ({n} of {of} diverged)", arm, n, of),
    }
}

/// The curves of an arm's trials as marks: their mean, and behind it a pale band from the lowest to the
/// highest.
pub fn mean_and_band(label: &str, ink: Ink, curves: &[Vec<f64>]) -> [Mark; 2] {
    let n = curves.iter().map(Vec::len).min().unwrap_or(0);
    let mean: Vec<f64> =
        (0..n).map(|i| mean(&curves.iter().map(|curve| curve[i]).collect::<Vec<_>>())).collect();
    [Mark::band_of(ink, curves), Mark::curve(label, ink, &mean)]
}
