//! I8 as measurable claims.

use std::f64::consts::LN_10;

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;
use training::losses::LAST;
use training::run::Run;

use super::trial::{Arm, WeightInitComparison};

/// A network whose loss is below this has learned: half of ln 10, where the right class has probability
/// 1/√10 instead of 1/10.
pub const LEARNED: f64 = LN_10 / 2.0;

/// A network whose loss ends within this distance of ln 10 has not learned.
pub const GUESSING: f64 = 0.05;

/// I8: which initial weights learn, and which learn faster. A network that gives each of MNIST's ten
/// classes the same probability has a loss of ln 10.
pub fn claims(record: &RecordOf<WeightInitComparison>) -> Vec<Claim> {
    let small = Arm::Std(record.settings.std).to_string();
    let from_guessing = record.values(&small, |run| (run.losses.last(LAST) - LN_10).abs());
    let learns = |arm: &str| {
        let ends = record.values(arm, |run| run.losses.last(LAST));
        claim("I8", tr!("with {arm}, the network learns (loss at the end)", arm = shown(arm)))
            .because(tr!(
                "the threshold is half of ln 10, the loss at which the right class has probability 1/√10 \
                 instead of 1/10"
            ))
            .below(LEARNED, &ends)
    };
    let sooner = |arm: &str, than: &str| {
        let time = |run: &Run| run.losses.iterations_to(LEARNED);
        let sentence = tr!(
            "with {arm}, the loss falls below half of ln 10 sooner than with {than} (iterations, \
             {than}'s minus {arm}'s)",
            arm = shown(arm),
            than = shown(than)
        );
        claim("I8", sentence)
            .because(tr!(
                "at 0 both would take equally long on the same mini-batches; a run that does not get \
                 there counts with all its iterations"
            ))
            .above(0.0, &record.differences(than, arm, time))
    };
    let lead = record.differences("Xavier", "He", |run| run.losses.mean());
    let does_not_learn = tr!(
        "with {arm}, the network does not learn (distance of the loss at the end from ln 10)",
        arm = shown(&small)
    );
    let he_is_faster = tr!(
        "with He, the network learns faster than with Xavier (mean loss over the run, Xavier's minus He's)"
    );
    vec![
        claim("I8", does_not_learn)
            .because(tr!(
                "ten equal probabilities give ln 10; 0.05 is 2 % of it, which allows for classes of \
                 unequal size"
            ))
            .below(GUESSING, &from_guessing),
        learns("Xavier"),
        learns("He"),
        sooner("Xavier", &small),
        sooner("He", "Xavier"),
        claim("I8", he_is_faster)
            .because(tr!("at 0 both would be equally fast on the same mini-batches"))
            .above(0.0, &lead),
    ]
}

/// How an arm is called where it is read.
pub(super) fn shown(arm: &str) -> String {
    match arm.strip_prefix("std ") {
        Some(std) => tr!("std {std}", std),
        None => arm.into(),
    }
}
