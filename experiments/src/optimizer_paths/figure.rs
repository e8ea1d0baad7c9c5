//! The figures and the table.

mod adagrad;
mod adam;
mod found;
mod momentum;
mod sgd;
mod side_by_side;

use figures::{Axis, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number};
use language::tr;

use super::path::Path;
use super::trial::OptimizerPaths;
use super::valley::f;

pub use found::{named, paths, rate, shown, without_momentum};

type Record = RecordOf<OptimizerPaths>;

/// A figure for each statement, in the lecture's order, if its optimizers were run; then all paths side by
/// side.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    let of_statements = [
        ("zig_zag", sgd::zig_zag(record)),
        ("step_sizes", momentum::step_sizes(record)),
        ("adagrad_rates", adagrad::rates(record)),
        ("bias_correction", adam::bias_correction(record)),
    ];
    let all = of_statements.into_iter().filter_map(|(name, figure)| Some((name, figure?.into())));
    all.chain([("optimizer_paths", side_by_side::paths_over_contours(record).into())]).collect()
}

/// The statement that each figure belongs to. All paths together stand where the last optimizer is known.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "zig_zag" => "O2",
        "step_sizes" => "O3",
        "adagrad_rates" => "O4",
        _ => "O5",
    }
}

/// Where each optimizer ends, and how it gets there.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        tr!("optimizer"),
        tr!("f at the end"),
        tr!("sign changes of y"),
        tr!("path length in y"),
    ]);
    for (name, path) in paths(record) {
        table.row([
            shown(name).into(),
            match path.diverged_at(&record.settings) {
                Some(_) => tr!("diverged").into(),
                None => number(path.end()),
            },
            path.sign_changes().to_string(),
            number(path.length_in_y()),
        ]);
    }
    table
}

/// The valley from above, still without a path: its contours, the start and the minimum.
fn valley(title: String, start: [f64; 2]) -> Panel {
    let levels = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0];
    let place = |label: &str, at: [f64; 2], marker| Mark::points(label, Ink::Text, marker, [at]);
    Panel::new(title)
        .x(Axis::new("x").range(-8.5, 4.5))
        .y(Axis::new("y").range(-3.2, 3.2))
        .with(Mark::contours(f, levels))
        .with(place(tr!("start"), start, Marker::Square))
        .with(place(tr!("minimum"), [0.0, 0.0], Marker::Plus))
}

/// A path over the contours, with a dot at every step.
fn dotted(label: &str, ink: Ink, path: &Path) -> Mark {
    Mark::line(label, ink, path.0.clone()).marked(Marker::SmallDot)
}

/// Values at the steps 1, 2, 3, …
fn by_step(label: &str, ink: Ink, values: &[f64]) -> Mark {
    let points = values.iter().enumerate().map(|(t, &value)| [t as f64 + 1.0, value]);
    Mark::line(label, ink, points.collect())
}
