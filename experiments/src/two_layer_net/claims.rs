//! N2 as claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::statistics::mean;

use super::figure::ends;
use super::trial::TwoLayerNet;

/// The statement as claims.
pub fn claims(record: &RecordOf<TwoLayerNet>) -> Vec<Claim> {
    let (training, test) = ends(record);
    let gap: Vec<f64> = training.iter().zip(&test).map(|(a, b)| a - b).collect();
    // A network that learned nothing is as bad on training images as on test images.
    let has_learned = mean(&test) > 0.5;
    let learned_nothing =
        if has_learned { "" } else { "the network learned too little to overfit" };
    vec![
        claim("N2", "the network learns to recognize the digits (test accuracy at the end)")
            .because("0.9 is nine of ten images; guessing gets one of ten right. A network that stays below it does not count as having learned: on MNIST, linear classifiers reach 0.9")
            .above(0.9, &test),
        claim("N2", "the network does not overfit (training minus test accuracy at the end)")
            .lacking(learned_nothing)
            .because(
                "the curves can hardly be told apart at 2 percentage points; those of the book's \
                 overfitted network are 25 apart. A gap of 2 points or more would count against the \
                 statement",
            )
            .below(0.02, &gap),
    ]
}
