//! O5: Adam with and without its bias correction.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::table::number;
use language::tr;
use training::shown;

use super::super::trial::WITHOUT_CORRECTION;
use super::found::{Record, named, rate};
use super::parts::{by_step, dotted, valley};

/// Both paths, and the size of their steps; nothing if one of them was not run.
pub fn bias_correction(record: &Record) -> Option<Figure> {
    let (with, without) = (named(record, "Adam")?, named(record, WITHOUT_CORRECTION)?);
    let eta = rate(record, "Adam");
    let both = [
        (tr!("with bias correction"), Ink::Series(0), with),
        (tr!("without it"), Ink::Series(5), without),
    ];
    let first = |steps: Vec<f64>| steps.first().copied().unwrap_or(f64::NAN);
    let ratio = first(without.steps(0)) / first(with.steps(0));
    let title = match ratio > 1.05 {
        true => tr!(
            "Without its bias correction, Adam's first step is {ratio} times as long",
            ratio = format!("{ratio:.1}")
        ),
        false => tr!("Adam with and without its bias correction").into(),
    };
    let paths = both.iter().map(|(name, ink, path)| dotted(name, *ink, path));
    let steps = both.iter().map(|(name, ink, path)| by_step(name, *ink, &path.steps(0)).thick(2.5));
    let figure = Figure::new(title)
        .subtitle(tr!(
            "Adam at η = {rate} in f(x, y) = x²/20 + y², {steps} steps",
            rate = shown::number(eta),
            steps = record.settings.steps
        ))
        .alt(tr!(
            "Left: both paths over the contours of f. Right: the size of each step in x, with a line at η; the \
             first is {with} long with the correction and {without} without it.",
            with = number(first(with.steps(0))),
            without = number(first(without.steps(0)))
        ))
        .grid(2, 400.0, 197.0)
        .panel(valley(tr!("from above").into(), with.0[0]).with_all(paths))
        .panel(
            Panel::new(tr!("along the valley: |Δx|"))
                .x(Axis::new(tr!("step")))
                .y(Axis::new(tr!("size of the step")))
                .with(Mark::level("η", eta))
                .with_all(steps),
        );
    Some(figure)
}
