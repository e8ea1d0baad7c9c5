//! The figures and the table.

mod bowl;
mod found;
mod gradient;
mod valley;

use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number};
use language::tr;
use training::statistics::largest;

use super::trial::{Arm, GradientDescent};

pub use found::{descent_of, gradients_of};

/// The figures, as far as their arms were run.
pub fn figures(record: &RecordOf<GradientDescent>) -> Vec<(&'static str, Drawing)> {
    let mut all = Vec::new();
    if let Some(gradients) = gradients_of(record) {
        all.push(("gradient_field", gradient::gradient_field(gradients)));
        all.push(("tangents", gradient::tangents(gradients)));
    }
    if let Some(descent) = descent_of(record, Arm::Learning) {
        all.push(("descent", bowl::to_the_minimum(record, descent)));
    }
    all.push(("learning_rates", bowl::learning_rates(record)));
    if let Some(descent) = descent_of(record, Arm::Valley) {
        all.push(("not_at_the_minimum", valley::not_at_the_minimum(descent)));
        all.push(("steepest_direction", valley::steepest_direction(descent)));
    }
    all.into_iter().map(|(name, figure)| (name, figure.into())).collect()
}

/// The statement that each figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "descent" => "G2",
        "learning_rates" => "G4",
        "not_at_the_minimum" | "steepest_direction" => "G3",
        _ => "G1",
    }
}

/// How close to the minimum each descent comes.
pub fn table(record: &RecordOf<GradientDescent>) -> Table {
    let mut table = Table::new([
        tr!("descent"),
        "η",
        tr!("steps"),
        tr!("distance at the start"),
        tr!("distance at the end"),
        tr!("largest angle from −gradient to minimum"),
    ]);
    for arm in [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley] {
        let Some(descent) = descent_of(record, arm) else {
            continue;
        };
        let distances = descent.distances();
        let (rate, wanted) = arm.descent(&record.settings);
        let steps = distances.len() - 1;
        let angle = largest(descent.angles.iter().copied());
        table.row([
            name(arm).into(),
            number(rate),
            if steps < wanted { tr!("{steps}, then diverged", steps) } else { steps.to_string() },
            number(distances[0]),
            number(distances[distances.len() - 1]),
            if angle.is_nan() { tr!("diverged").into() } else { format!("{angle:.0}°") },
        ]);
    }
    table
}

/// The arm's name for a reader; it displays as the key of its trials in the record.
fn name(arm: Arm) -> &'static str {
    match arm {
        Arm::Gradients => tr!("gradients"),
        Arm::Learning => tr!("bowl"),
        Arm::TooLarge => tr!("bowl, η too large"),
        Arm::TooSmall => tr!("bowl, η too small"),
        Arm::Valley => tr!("valley"),
    }
}
