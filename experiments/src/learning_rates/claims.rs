//! O6 with each optimizer at its own best rate.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;

use super::arm::Method;
use super::trial::{LearningRates, Measured};
use crate::shared::optimizers;
use crate::shared::tuning::{Chosen, choose, fresh_differences, lacks_seeds};

type Record = RecordOf<LearningRates>;

/// The rate that a method was given by the seeds that tune; `None` if the method was not run, or diverged
/// at every rate.
pub fn best(record: &Record, method: &Method) -> Option<Chosen> {
    let arms = method.at(&record.settings.learning_rates);
    let names: Vec<String> = arms.iter().map(ToString::to_string).collect();
    choose(record, &names, |run| run.validation_loss)
}

/// A method in the current language.
pub fn name(method: &Method) -> String {
    optimizers::shown(&method.to_string())
}

/// O6: each of the three other optimizers ends with a lower loss than SGD, and classifies more of the test
/// images.
pub fn claims(record: &Record) -> Vec<Claim> {
    let others = [Method::momentum(0.9), Method::of("AdaGrad"), Method::of("Adam")];
    let of = |sentence: &dyn Fn(&Method) -> String, number: fn(&Measured) -> f64| {
        others.clone().map(|other| {
            let compared = [best(record, &Method::of("SGD")), best(record, &other)];
            let named = [Method::of("SGD"), other.clone()];
            let differences = match &compared {
                [Some(sgd), Some(other)] => fresh_differences(record, &sgd.arm, &other.arm, number),
                _ => Vec::new(),
            };
            let missing = named.iter().zip(&compared).find(|(_, best)| best.is_none());
            let lacking = match missing {
                Some((method, _)) => {
                    tr!("{method} has no rate to compare it at", method = name(method))
                }
                None => lacks_seeds(record.provenance.seeds.len()),
            };
            claim("O6", sentence(&other))
                .at_our_setting()
                .because(tr!(
                    "at 0, both would be equally good, each at the rate that suits it best"
                ))
                .lacking(lacking)
                .above(0.0, &differences)
        })
    };
    let loss = of(
        &|other| {
            tr!(
                "each at its own best rate, SGD ends with a higher loss than {name} (difference)",
                name = name(other)
            )
        },
        |run| run.loss,
    );
    let errors = of(
        &|other| {
            tr!(
                "each at its own best rate, SGD misclassifies more test images than {name} (difference of their \
                 fractions)",
                name = name(other)
            )
        },
        |run| 1.0 - run.test_accuracy,
    );
    loss.into_iter().chain(errors).collect()
}
