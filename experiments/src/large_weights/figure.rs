//! The gap against the norm, for drawn hyperparameters and for held norms, and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::table::{Table, number, percent};
use language::tr;
use training::epochs::Curves;
use training::shown;
use training::statistics::mean;

use super::arm::Arm;
use super::claims::{Compared, FITS, compared, kinds, norms_that_fit};
use super::trial::LargeWeights;
use crate::shared::finding::{Direction, direction};

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<LargeWeights>) -> Vec<(&'static str, Drawing)> {
    let figure = Figure::new(title(record))
        .subtitle(tr!(
            "{images} images drawn anew for each seed, and only networks that fit at least {fit} % of them; {seeds}",
            images = record.settings.images,
            fit = 100.0 * FITS,
            seeds = over_seeds(record)
        ))
        .alt(tr!(
            "The gap between training and test accuracy against the norm of all weights: in one panel a point \
             for each network whose hyperparameters were drawn at random, in the other a line over the norms at \
             which the weights were held throughout training."
        ))
        .grid(2, 330.0, 260.0)
        .panels([drawn(record), held(record)]);
    vec![("large_weights", figure.into())]
}

/// How the gap depends on the norm that is held, if the record shows it.
fn title(record: &RecordOf<LargeWeights>) -> String {
    let wider = |(to, from): (f64, f64)| {
        let [to, from] = [to, from].map(|norm| Arm::Held(norm).to_string());
        direction(&record.differences(&to, &from, |m| m.curves.gap()))
    };
    let Compared { smallest, he, largest } = compared(record);
    let directions = [largest.zip(he), smallest.zip(he)].map(|pair| pair.map(wider));
    match directions {
        [Some(Direction::Up), Some(Direction::Up)] => {
            tr!("The gap is wider with weights larger than He's, and also with smaller ones")
        }
        [Some(Direction::Up), Some(Direction::Down)] => {
            tr!("The larger the norm of the weights is held, the wider is the gap")
        }
        [Some(Direction::Up), _] => tr!("The gap is wider with weights larger than He's"),
        _ => tr!("Do networks with larger weights overfit more?"),
    }
    .to_owned()
}

/// A point for each network with drawn hyperparameters that fits its training images.
fn drawn(record: &RecordOf<LargeWeights>) -> Panel {
    let marks = kinds().into_iter().zip([Marker::Dot, Marker::Triangle]).enumerate().map(
        |(i, ((kind, arm), marker))| {
            let names: Vec<String> =
                (0..record.settings.networks).map(|i| arm(i).to_string()).collect();
            let curves = names.iter().flat_map(|name| record.arm(name)).map(|m| &m.curves);
            let fit = curves.filter(|curves| curves.training_at_end() >= FITS);
            let points = fit.map(|curves| [curves.norm_at_end(), curves.gap()]);
            Mark::points(kind, Ink::Series(i), marker, points)
        },
    );
    Panel::new(tr!("hyperparameters drawn at random"))
        .x(Axis::new(tr!("norm of all weights at the end")).log())
        .y(Axis::new(tr!("gap between the accuracies")))
        .with_all(marks)
}

/// The gap against the norm that was held, where the networks fit their training images.
fn held(record: &RecordOf<LargeWeights>) -> Panel {
    let norms = norms_that_fit(record);
    let at = |norm: &f64| record.values(&Arm::Held(*norm).to_string(), |m| m.curves.gap());
    let gaps: Vec<Vec<f64>> = norms.iter().map(at).collect();
    let of_seed = |seed: usize| gaps.iter().map(|of_norm| of_norm[seed]).collect();
    let curves: Vec<Vec<f64>> = (0..record.provenance.seeds.len()).map(of_seed).collect();
    let marks = mean_and_band("", Ink::Series(5), &curves);
    Panel::new(tr!("norm held throughout training"))
        .x(Axis::categories(norms.iter().map(f64::to_string)).label(tr!("norm, relative to He's")))
        .y(Axis::new(tr!("gap between the accuracies")))
        .with_all(marks.map(|mark| mark.marked(Marker::Dot)))
}

/// An arm as it is shown.
fn shown_arm(arm: Arm) -> String {
    match arm {
        Arm::Drawn(i) => tr!("drawn {number}", number = i + 1),
        Arm::DrawnFromHe(i) => tr!("drawn from He {number}", number = i + 1),
        Arm::Held(norm) => tr!("held at {norm}", norm = shown::number(norm)),
    }
}

/// A row for each network: means over the seeds of both accuracies, the gap and the norm, and how many of
/// them fit.
pub fn table(record: &RecordOf<LargeWeights>) -> Table {
    let mut table = Table::new([
        tr!("network"),
        tr!("training accuracy"),
        tr!("test accuracy"),
        tr!("gap"),
        tr!("norm of all weights"),
        tr!("growth of the norm"),
        tr!("fit"),
    ]);
    let arms = LargeWeights::arms(&record.settings);
    for arm in &record.arms {
        let named = arms.iter().find(|known| known.to_string() == arm.name);
        let name = named.map_or_else(|| arm.name.clone(), |known| shown_arm(*known));
        let of =
            |number: fn(&Curves) -> f64| mean(&record.values(&arm.name, |m| number(&m.curves)));
        let trials = || record.arm(&arm.name);
        let fit = trials().filter(|m| m.curves.training_at_end() >= FITS).count();
        table.row([
            legend(&name, trials().map(|m| m.curves.diverged_at)),
            percent(of(Curves::training_at_end)),
            percent(of(Curves::test_at_end)),
            percent(of(Curves::gap)),
            number(of(Curves::norm_at_end)),
            percent(of(Curves::norm_growth)),
            tr!("{fit} of {all}", fit, all = arm.trials.len()),
        ]);
    }
    table
}
