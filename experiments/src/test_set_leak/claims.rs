//! The claims of H2 and H3.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};

use super::arm::Arm;
use super::optimism::Judge::{Test, Validation};
use super::settings::MANY;
use super::trial::{Measured, TestSetLeak};

/// How many networks the best of [`MANY`] is compared with.
pub const FEW: usize = 10;

/// The claims.
pub fn claims(record: &RecordOf<TestSetLeak>) -> Vec<Claim> {
    let of = |arm: Arm, number: &dyn Fn(&Measured) -> f64| record.values(&arm.to_string(), number);
    let inflated = |arm, k| of(arm, &move |m| m.optimism(k, Test, Test));
    let (many, few) = (inflated(Arm::Narrow, MANY), inflated(Arm::Narrow, FEW));
    let more: Vec<f64> = many.iter().zip(&few).map(|(many, few)| many - few).collect();
    let mut claims: Vec<Claim> = Arm::ALL
        .into_iter()
        .map(|arm| {
            claim("H2", format!("{arm}: choosing the best of {MANY} networks on test data inflates its test accuracy (test accuracy minus accuracy on fresh images)"))
                .at_our_setting()
                .because("0 would mean that test accuracy can be trusted")
                .above(0.0, &inflated(arm, MANY))
        })
        .collect();
    claims.push(
        claim("H2", format!("narrow: the more networks are tried, the more test accuracy is inflated (for the best of {MANY} minus for the best of {FEW})"))
            .at_our_setting()
            .because("0 would mean that the number of networks does not matter")
            .above(0.0, &more),
    );
    claims.extend(Arm::ALL.map(|arm| {
        claim("H3", format!("{arm}: if the network is chosen on validation data, its test accuracy is less than a point above the accuracy on fresh images (best of {MANY}, test accuracy minus accuracy on fresh images)"))
            .at_our_setting()
            .because("a point allows for chance in the images; if test data is used to choose, its accuracy is inflated by more")
            .below(0.01, &of(arm, &|m| m.optimism(MANY, Validation, Test)))
    }));
    claims.extend(Arm::ALL.map(|arm| {
        // Paired: the same images judge once after choosing, and once without having chosen.
        let difference =
            of(arm, &|m| m.optimism(MANY, Test, Test) - m.optimism(MANY, Validation, Test));
        claim("H3", format!("{arm}: test accuracy is inflated less if the network is chosen on validation data than if it is chosen on test data (best of {MANY}, the difference)"))
            .at_our_setting()
            .because("0 would mean that it is useless to keep test data until the end")
            .above(0.0, &difference)
    }));
    claims
}
