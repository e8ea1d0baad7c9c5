//! The claims on made-up records.

use super::*;
use lab::cli::default_settings;
use lab::record::Record;
use lab::verdict::Verdict;
use lab::verdict::Verdict::{DoesNotHold, Holds, Undecided};
use training::losses::{LAST, Losses};
use training::run::Run;

/// The verdicts when every loss of SGD, Momentum, AdaGrad and Adam is close to the given one.
fn verdicts(losses: [f32; 4]) -> Vec<Verdict> {
    let run = |loss: f32, seed: usize| {
        let losses = vec![loss * (1.0 + 0.01 * seed as f32); LAST];
        Run { losses: Losses { losses, diverged_at: None }, test_accuracy: 0.9 }
    };
    let arms = ["SGD", "Momentum", "AdaGrad", "Adam"].into_iter().zip(losses);
    let arms = arms.map(|(arm, loss)| (arm, (0..8).map(|seed| run(loss, seed)).collect()));
    let record = Record::made_up(default_settings::<OptimizerComparison>(), arms);
    OptimizerComparison::claims(&record).into_iter().map(|claim| claim.verdict).collect()
}

/// With `--optimizers SGD,AdaGrad` two of the three claims cannot be decided.
#[test]
fn a_claim_names_the_optimizer_that_was_not_run() {
    let run =
        Run { losses: Losses { losses: vec![0.1; LAST], diverged_at: None }, test_accuracy: 0.9 };
    let arms = ["SGD", "AdaGrad"].map(|arm| (arm, vec![run.clone(); 8]));
    let record = Record::made_up(default_settings::<OptimizerComparison>(), arms);
    let claims = OptimizerComparison::claims(&record);
    let decided: Vec<_> = claims.iter().map(|claim| (claim.verdict, claim.note.as_str())).collect();
    let missing = [(Undecided, "Momentum was not run"), (Undecided, "Adam was not run")];
    assert_eq!(decided, [missing[0], (DoesNotHold, ""), missing[1]]);
}

#[test]
fn claims_hold_or_do_not_hold_as_the_losses_say() {
    assert_eq!(verdicts([0.2, 0.06, 0.05, 0.03]), [Holds; 3]);
    assert_eq!(verdicts([0.03, 0.06, 0.05, 0.2]), [DoesNotHold; 3]);
    assert_eq!(verdicts([0.1; 4]), [DoesNotHold; 3]);
    assert_eq!(verdicts([f32::INFINITY, 0.06, 0.05, 0.03]), [Undecided; 3]);
}
