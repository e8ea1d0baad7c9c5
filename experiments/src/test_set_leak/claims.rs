//! The claims of H2 and H3.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;

use super::arm::Arm;
use super::optimism::Judge::{Test, Validation};
use super::settings::MANY;
use super::trial::{Measured, TestSetLeak};

/// How many networks the best of [`MANY`] is compared with in the table.
pub const FEW: usize = 10;

/// One point of accuracy, the same for both statements: what is off by more misleads, what is off by less
/// does not.
pub const A_POINT: f64 = 0.01;

/// The claims.
pub fn claims(record: &RecordOf<TestSetLeak>) -> Vec<Claim> {
    let of = |arm: Arm, number: &dyn Fn(&Measured) -> f64| record.values(&arm.to_string(), number);
    let h2 = Arm::ALL.map(|arm| {
        let sentence = tr!(
            "{networks}: the best of {many} networks, chosen on test data, is more than a point worse on \
             fresh images than its test accuracy suggests (test accuracy minus accuracy on fresh images)",
            networks = label(arm),
            many = MANY
        );
        claim("H2", sentence)
            .at_our_setting()
            .because(tr!(
                "if the networks differed so much that luck had no part in the choice, the difference \
                 would be 0 on average; less than a point would not mislead, and H3 allows the same \
                 error. That the difference is above 0 would not be worth a claim, because the highest \
                 of several estimates is too high whenever they have errors at all"
            ))
            .otherwise(tr!(
                "The networks differ by more than luck, so the same one would have been chosen on other images."
            ))
            .above(A_POINT, &of(arm, &|m| m.optimism(MANY, Test, Test)))
    });
    let h3 = Arm::ALL.map(|arm| {
        let sentence = tr!(
            "{networks}: if the network is chosen on validation data, its test accuracy is on average within a \
             point of its accuracy on fresh images (best of {many}, test accuracy minus accuracy on fresh images)",
            networks = label(arm),
            many = MANY
        );
        claim("H3", sentence)
            .at_our_setting()
            .because(tr!(
                "test data that is used once tells how good the network is, with an error that is on average \
                 too small to mislead; a single test accuracy on {images} images still scatters, with a standard \
                 error of up to {error} points. These are two one-sided tests: the interval has to lie within a \
                 point on both sides, so numbers that scatter too much support nothing",
                images = record.settings.judges,
                error = format!("{:.1}", 50.0 / (record.settings.judges as f64).sqrt())
            ))
            .within(A_POINT, &of(arm, &|m| m.optimism(MANY, Validation, Test)))
    });
    h2.into_iter().chain(h3).collect()
}

/// The networks to choose from, by their range of learning rates.
pub fn label(arm: Arm) -> &'static str {
    match arm {
        Arm::Wide => tr!("learning rates from 0.0001 to 1"),
        Arm::Narrow => tr!("learning rates from 0.2 to 0.4"),
    }
}
