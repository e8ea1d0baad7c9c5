//! O6 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::losses::LAST;

use super::trial::OptimizerComparison;

/// What the comparison does not say.
const AT_THESE_RATES: &str = "The comparison is between losses after the same number of steps, with \
    one learning rate for each optimizer. The book's rate for SGD is small: where gradients agree, \
    Momentum with α = 0.9 takes steps ten times as long at the same η. SGD with η = 0.1 ends at about \
    the same loss as Momentum with η = 0.01 (try --learning-rates SGD=0.1).";

/// O6: each of the three other optimizers ends with a lower loss than SGD.
pub fn claims(record: &RecordOf<OptimizerComparison>) -> Vec<Claim> {
    let ends_below_sgd = |name: &str| {
        let gap = record.differences("SGD", name, |run| run.losses.last(LAST));
        claim("O6", format!("SGD ends with a higher loss than {name} (difference)"))
            .because("at 0, both would have learned equally much from the same mini-batches")
            .mind(if name == "Momentum" { AT_THESE_RATES } else { "" })
            .lacking(record.missing(["SGD", name]))
            .above(0.0, &gap)
    };
    ["Momentum", "AdaGrad", "Adam"].map(ends_below_sgd).to_vec()
}
