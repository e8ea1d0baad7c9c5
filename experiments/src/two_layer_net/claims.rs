//! N2 as claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;
use training::statistics::mean;

use super::trial::{Measured, NETWORK, TwoLayerNet};

/// The difference between training and test accuracy from which on a network overfits.
pub const LARGEST_GAP: f64 = 0.02;

/// The statement as claims.
pub fn claims(record: &RecordOf<TwoLayerNet>) -> Vec<Claim> {
    let (training, test) = ends(record);
    let gap: Vec<f64> = training.iter().zip(&test).map(|(a, b)| a - b).collect();
    // A network that learned nothing is as bad on training images as on test images.
    let has_learned = mean(&test) > 0.5;
    let learned_nothing =
        if has_learned { "" } else { tr!("the network learned too little to overfit") };
    vec![
        claim("N2", tr!("the network learns to recognize the digits (test accuracy at the end)"))
            .because(tr!("0.9 is nine of ten images; guessing gets one of ten right. A network that stays below it does not count as having learned: on MNIST, linear classifiers reach 0.9"))
            .above(0.9, &test),
        claim("N2", tr!("the network does not overfit (training minus test accuracy at the end)"))
            .lacking(learned_nothing)
            .because(
                tr!("the curves can hardly be told apart at 2 percentage points; those of the book's \
                 overfitted network are 25 apart. A gap of 2 points or more would count against the \
                 statement"),
            )
            .below(LARGEST_GAP, &gap),
    ]
}

/// Training and test accuracy at the end, for each seed.
pub fn ends(record: &RecordOf<TwoLayerNet>) -> (Vec<f64>, Vec<f64>) {
    let values = |number: fn(&Measured) -> f64| record.values(NETWORK, number);
    (values(Measured::training_end), values(Measured::test_end))
}
