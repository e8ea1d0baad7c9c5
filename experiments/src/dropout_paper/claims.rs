//! V4 on all training images, as claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;

use super::figure::shown;
use super::trial::{Arm, DropoutPaper, Measured};

/// The paper's finding as three claims: each of its networks with dropout against its standard network,
/// and the ReLU network against itself without dropout.
pub fn claims(record: &RecordOf<DropoutPaper>) -> Vec<Claim> {
    let lower = |a: Arm, b: Arm, because: &str| {
        let sentence = tr!(
            "on all training images, “{a}” makes fewer errors than “{b}” (difference)",
            a = shown(a),
            b = shown(b)
        );
        let (a, b) = (a.to_string(), b.to_string());
        claim("V4", sentence)
            .at_our_setting()
            .because(because)
            .lacking(record.missing([a.as_str(), b.as_str()]))
            .above(0.0, &record.differences(&b, &a, Measured::error_at_end))
    };
    let in_the_paper = |error: &str| {
        tr!(
            "at 0, dropout would not help with this many images; the paper has {error} against 1.60 %",
            error
        )
    };
    let not_in_the_paper = tr!(
        "at 0, dropout would not help with this many images; the paper does not have this comparison"
    );
    vec![
        lower(Arm::Logistic, Arm::Standard, &in_the_paper("1.35 %")),
        lower(Arm::Relu, Arm::Standard, &in_the_paper("1.25 %")),
        lower(Arm::Relu, Arm::ReluWithoutDropout, not_in_the_paper),
    ]
}
