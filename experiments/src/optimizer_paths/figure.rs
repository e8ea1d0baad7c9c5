//! The figures and the table.

mod adagrad;
mod adam;
mod found;
mod momentum;
mod parts;
mod sgd;
mod side_by_side;

use lab::experiment::Drawing;
use lab::table::{Table, number};
use language::tr;

pub use found::{Record, named, paths, rate, shown, without_momentum};

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
            shown(name),
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
