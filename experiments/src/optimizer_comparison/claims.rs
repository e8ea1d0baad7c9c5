//! O6 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::{message, tr, translated};
use training::losses::LAST;

use super::trial::OptimizerComparison;
use crate::shared::optimizers::shown;

/// What the comparison at the book's rates does not say.
const AT_THESE_RATES: &str = message!(
    "This holds for these learning rates, one for each optimizer, and the book's rate for SGD is small. Where \
     gradients agree, Momentum with α = 0.9 takes steps ten times as long at the same η. The claims with each \
     optimizer at its own best rate say what is left of the difference."
);

/// What the comparison at the best rates does not say.
const AT_BEST_RATES: &str = message!(
    "Compare this difference with the one at the book's rates: the amount by which it is smaller here is due to \
     the choice of the learning rates. The best rate is the one with the lowest validation loss. SGD's training loss, which is compared here, is \
     lower at a higher rate: at η = 0.3 the differences were only 0.006 to 0.009 over ten other seeds \
     (docs/results/learning_rates.md)."
);

/// O6: each of the three other optimizers ends with a lower loss than SGD, at the book's rates and with each
/// at its own best rate.
pub fn claims(record: &RecordOf<OptimizerComparison>) -> Vec<Claim> {
    let gap = |sgd: &str, other: &str| record.differences(sgd, other, |run| run.losses.last(LAST));
    let equally_much = tr!("at 0, both would have learned equally much from the same mini-batches");
    let others = ["Momentum", "AdaGrad", "Adam"];
    let at_these_rates = others.map(|name| {
        claim("O6", tr!("SGD ends with a higher loss than {name} (difference)", name = shown(name)))
            .because(equally_much)
            .mind(translated(AT_THESE_RATES))
            .lacking(record.missing(["SGD", name]))
            .above(0.0, &gap("SGD", name))
    });
    let at_best_rates = others.map(|name| {
        let [sgd, other] = ["SGD", name].map(|name| record.settings.at_best(name));
        let sentence = tr!(
            "each at its own best rate, SGD ends with a higher loss than {name} (difference)",
            name = shown(name)
        );
        claim("O6", sentence)
            .at_our_setting()
            .because(equally_much)
            .mind(translated(AT_BEST_RATES))
            .lacking(record.missing([&*sgd, &*other]))
            .above(0.0, &gap(&sgd, &other))
    });
    at_these_rates.into_iter().chain(at_best_rates).collect()
}
