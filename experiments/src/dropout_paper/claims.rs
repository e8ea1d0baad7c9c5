//! V4 on all training images, as claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};

use super::trial::{Arm, DropoutPaper, Measured};

/// The paper's finding as three claims: each of its networks with dropout against its standard network,
/// and the ReLU network against itself without dropout.
pub fn claims(record: &RecordOf<DropoutPaper>) -> Vec<Claim> {
    let lower = |a: Arm, b: Arm, in_the_paper: &str| {
        let sentence =
            format!("on all training images, “{a}” makes fewer errors than “{b}” (difference)");
        let (a, b) = (a.to_string(), b.to_string());
        claim("V4", sentence)
            .at_our_setting()
            .because(format!("at 0, dropout would not help with this many images; {in_the_paper}"))
            .lacking(record.missing([a.as_str(), b.as_str()]))
            .above(0.0, &record.differences(&b, &a, Measured::error_at_end))
    };
    vec![
        lower(Arm::Logistic, Arm::Standard, "the paper has 1.35 % against 1.60 %"),
        lower(Arm::Relu, Arm::Standard, "the paper has 1.25 % against 1.60 %"),
        lower(Arm::Relu, Arm::ReluWithoutDropout, "the paper does not have this comparison"),
    ]
}
