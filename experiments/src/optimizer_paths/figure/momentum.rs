//! O3: Momentum beside SGD.

use figures::{Axis, Figure, Ink, Panel};
use language::tr;

use super::super::path::Path;
use super::found::{Record, named, shown};
use super::parts::{by_step, dotted, valley};

/// The paths of SGD and of Momentum, and the size of each step in x and in y.
pub fn step_sizes(record: &Record) -> Option<Figure> {
    let momentum = named(record, "Momentum")?;
    let sgd = named(record, "SGD");
    let both: Vec<_> =
        sgd.map(|path| ("SGD", path)).into_iter().chain([("Momentum", momentum)]).collect();
    let paths = both.iter().enumerate().map(|(i, (name, path))| {
        let map = valley(tr!("{name}, from above", name = shown(name)), path.0[0]);
        map.with(dotted("", Ink::Series(i), path))
    });
    let sizes = |title: &str, coordinate: usize| {
        let lines = both.iter().enumerate().map(|(i, (name, path))| {
            by_step(&shown(name), Ink::Series(i), &path.steps(coordinate)).thick(2.5)
        });
        Panel::new(title)
            .x(Axis::new(tr!("step")))
            .y(Axis::new(tr!("size of the step")))
            .with_all(lines)
    };
    let figure = Figure::new(title(momentum, sgd))
        .subtitle(tr!("the paths, and the size of every step in x and in y; the axes of |Δx| and |Δy| differ"))
        .alt(tr!(
            "The paths over the contours of f, and the size of each step along the valley and across it, against \
             the step."
        ))
        .grid(2, 400.0, 240.0)
        .panels(paths)
        .panels([
            sizes(tr!("along the valley: |Δx|"), 0),
            sizes(tr!("across the valley: |Δy|"), 1),
        ]);
    Some(figure)
}

/// How far Momentum's steps along the valley grow while SGD's shrink, if they do.
fn title(momentum: &Path, sgd: Option<&Path>) -> String {
    let steps = momentum.steps(0);
    let first = steps.first().copied().unwrap_or(f64::NAN);
    let largest = steps.iter().copied().fold(f64::NAN, f64::max);
    let shrinks = |path: &Path| path.steps(0).windows(2).all(|pair| pair[1] < pair[0]);
    let [from, to] = [first, largest].map(|size| format!("{size:.2}"));
    if largest <= 2.0 * first || largest.is_nan() {
        return tr!("Step sizes along and across the valley").into();
    }
    match sgd.is_some_and(shrinks) {
        true => tr!(
            "Momentum's steps along the valley grow from {from} to {to}, while SGD's only shrink",
            from,
            to
        ),
        false => tr!("Momentum's steps along the valley grow from {from} to {to}", from, to),
    }
}
