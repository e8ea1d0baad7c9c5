//! The gap against the norm, for drawn hyperparameters and for held norms, and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use training::epochs::{Curves, ordered};
use training::statistics::mean;

use super::arm::Arm;
use super::claims::{FITS, KINDS};
use super::trial::LargeWeights;

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<LargeWeights>) -> Vec<(&'static str, Drawing)> {
    let figure = Figure::new("Do networks with larger weights overfit more?")
        .subtitle(format!(
            "{} images drawn anew for each seed; a point is a network that fits at least {} % of them; {}",
            record.settings.images,
            100.0 * FITS,
            over_seeds(record)
        ))
        .alt(
            "Left, the gap between training and test accuracy against the norm of all weights, a point \
             for each network whose hyperparameters were drawn at random. Right, the gap and both \
             accuracies against the norm at which the weights were held throughout training.",
        )
        .grid(2, 330.0, 260.0)
        .panels([drawn(record), held(record)]);
    vec![("large_weights", figure.into())]
}

/// A point for each network with drawn hyperparameters that fits its training images.
fn drawn(record: &RecordOf<LargeWeights>) -> Panel {
    let marks = KINDS.into_iter().zip([Marker::Dot, Marker::Triangle]).enumerate().map(
        |(i, ((kind, arm), marker))| {
            let names: Vec<String> =
                (0..record.settings.networks).map(|i| arm(i).to_string()).collect();
            let curves = names.iter().flat_map(|name| record.arm(name)).map(|m| &m.curves);
            let fit = curves.filter(|curves| curves.training_at_end() >= FITS);
            let points = fit.map(|curves| [curves.norm_at_end(), curves.gap()]);
            Mark::points(kind, Ink::Series(i), marker, points)
        },
    );
    Panel::new("hyperparameters drawn at random")
        .x(Axis::new("norm of all weights at the end").log())
        .y(Axis::new("gap between the accuracies"))
        .with_all(marks)
}

/// Accuracies and gap against the norm that was held.
fn held(record: &RecordOf<LargeWeights>) -> Panel {
    let norms = ordered(record.settings.norms.iter().copied());
    let marks = |label: &str, ink, number: fn(&Curves) -> f64| {
        let at = |norm: &f64| record.values(&Arm::Held(*norm).to_string(), |m| number(&m.curves));
        let values: Vec<Vec<f64>> = norms.iter().map(at).collect();
        let of_seed = |seed: usize| values.iter().map(|of_norm| of_norm[seed]).collect();
        let curves: Vec<Vec<f64>> = (0..record.provenance.seeds.len()).map(of_seed).collect();
        mean_and_band(label, ink, &curves).map(|mark| mark.marked(Marker::Dot))
    };
    Panel::new("norm held throughout training")
        .x(Axis::categories(norms.iter().map(f64::to_string)).label("norm, relative to He's"))
        .y(Axis::new("accuracy and gap").range(0.0, 1.02))
        .with_all(marks("training accuracy", Ink::Series(0), Curves::training_at_end))
        .with_all(marks("test accuracy", Ink::Series(0), Curves::test_at_end).map(Mark::dashed))
        .with_all(marks("gap between them", Ink::Series(1), Curves::gap))
}

/// A row for each network: means over the seeds of both accuracies, the gap and the norm, and how many of
/// them fit.
pub fn table(record: &RecordOf<LargeWeights>) -> Table {
    let mut table = Table::new([
        "network",
        "training accuracy",
        "test accuracy",
        "gap",
        "norm of all weights",
        "growth of the norm",
        "fit",
    ]);
    for arm in &record.arms {
        let of =
            |number: fn(&Curves) -> f64| mean(&record.values(&arm.name, |m| number(&m.curves)));
        let trials = || record.arm(&arm.name);
        let fit = trials().filter(|m| m.curves.training_at_end() >= FITS).count();
        table.row([
            legend(&arm.name, trials().map(|m| m.curves.diverged_at)),
            percent(of(Curves::training_at_end)),
            percent(of(Curves::test_at_end)),
            percent(of(Curves::gap)),
            number(of(Curves::norm_at_end)),
            percent(of(Curves::norm_growth)),
            format!("{fit} of {}", arm.trials.len()),
        ]);
    }
    table
}
