//! I8 as measurable claims.

use std::f64::consts::LN_10;

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::losses::LAST;

use super::trial::{Arm, WeightInitComparison};

/// I8: which initial weights learn, and which learn faster. A network that gives each of MNIST's ten
/// classes the same probability has a loss of ln 10.
pub fn claims(record: &RecordOf<WeightInitComparison>) -> Vec<Claim> {
    let small = Arm::Std(record.settings.std).to_string();
    let from_guessing = record.values(&small, |run| (run.losses.last(LAST) - LN_10).abs());
    let learns = |arm: &str| {
        let ends = record.values(arm, |run| run.losses.last(LAST));
        claim("I8", format!("with {arm}, the network learns (loss at the end)"))
            .because("this is half of ln 10: the right class has probability 1/√10 instead of 1/10")
            .below(LN_10 / 2.0, &ends)
    };
    let lead = record.differences("Xavier", "He", |run| run.losses.mean());
    vec![
        claim("I8", format!("with {small}, the network does not learn (distance of the loss at the end from ln 10)"))
            .because(
                "ten equal probabilities give ln 10; 0.05 is 2 % of it, which allows for classes of \
                 unequal size",
            )
            .below(0.05, &from_guessing),
        learns("Xavier"),
        learns("He"),
        claim("I8", "with He, the network learns faster than with Xavier (mean loss over the run, Xavier's minus He's)")
            .because("at 0 both would be equally fast on the same mini-batches")
            .above(0.0, &lead),
    ]
}
