//! Histograms of the activations, spread and gradient layer by layer and against the scale of the initial
//! weights, and the table.

mod histograms;
mod layers;
pub(super) mod names;
mod scales;

use lab::experiment::{Drawing, RecordOf};
use lab::table::{self, Table};
use language::tr;
use training::statistics::mean;

use super::Measured;
use super::arm::{INITIALIZERS, activations};
use super::trial::ActivationHistograms;

type Found = RecordOf<ActivationHistograms>;

/// The figures, each with the name of its files.
pub fn figures(record: &Found) -> Vec<(&'static str, Drawing)> {
    let of = |function| histograms::histograms(record, function);
    let histograms = activations(&record.settings).into_iter().map(|a| (a.id(), of(a)));
    let others = [
        ("spread", layers::spread(record)),
        ("gradient", layers::gradient(record)),
        ("effective_rank", layers::rank(record)),
        ("signal", layers::signal(record)),
        ("scale", scales::by_scale(record)),
        ("even", scales::evenness(record)),
        ("depth", scales::by_depth(record)),
    ];
    histograms.chain(others).map(|(name, figure)| (name, figure.into())).collect()
}

/// The statement at which the report shows a figure.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "sigmoid" | "gradient" => "I4",
        "effective_rank" | "signal" => "I5",
        "tanh" | "even" => "I6",
        "relu" | "depth" => "I7",
        _ => "I3",
    }
}

/// Spread, gradient and effective rank, as it is and centred, at the ends of the network: a row for each of
/// the book's arms.
pub fn table(record: &Found) -> Table {
    let mut table = Table::new([
        tr!("arm"),
        tr!("std, first"),
        tr!("std, last"),
        tr!("gradient, first"),
        tr!("effective rank, last"),
        tr!("centred rank, first"),
        tr!("centred rank, last"),
    ]);
    let is_books = |arm: &str| {
        arm.split_once(", ").is_some_and(|(_, initializer)| INITIALIZERS.contains(&initializer))
    };
    for arm in record.arms.iter().filter(|arm| is_books(&arm.name)) {
        let of =
            |value: fn(&Measured) -> f64| table::number(mean(&record.values(&arm.name, value)));
        table.row([
            names::both(&record.settings, &arm.name),
            of(|m| m.layers[0].std),
            of(|m| m.last().std),
            of(|m| m.layers[0].gradient),
            of(|m| m.last().effective_rank),
            of(|m| m.layers[0].centred_rank),
            of(|m| m.last().centred_rank),
        ]);
    }
    table
}
