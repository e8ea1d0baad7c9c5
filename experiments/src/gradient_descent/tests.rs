//! The claims on made-up records.

use super::claims::BOOK_GRADIENT;
use super::descent::Descent;
use super::gradient::{Both, Gradients};
use super::*;
use lab::cli::default_settings;
use lab::verdict::Verdict;

/// A record whose gradients are wrong by `off` and whose descents follow `path`. The negative gradient is
/// `bowl` degrees away from the direction of the minimum in the bowl, and `valley` degrees in the valley.
fn made_up(off: f64, path: Vec<[f64; 2]>, bowl: f64, valley: f64) -> RecordOf<GradientDescent> {
    let around = |values: Vec<f64>| Both {
        automatic: values.iter().map(|x| x + off).collect(),
        numerical: values,
    };
    let gradients = Gradients {
        places: vec![[1.0, -2.0]],
        field: around(vec![2.0, -4.0]),
        weights: around(BOOK_GRADIENT.to_vec()),
        nudged: BOOK_GRADIENT.to_vec(),
        slopes: around(vec![0.2, 0.3]),
    };
    // From the start of the valley, the minimum lies at 344 degrees.
    let change =
        |degree: usize| if degree == 344 { -valley.to_radians().cos() - off } else { -1.0 };
    let descent = |angle: f64| {
        vec![Measured::Descent(Descent {
            angles: vec![angle; path.len()],
            off_steepest: vec![0.5 + 1000.0 * off; path.len()],
            changes: vec![(0..360).map(change).collect()],
            path: path.clone(),
        })]
    };
    let in_the_bowl =
        [Arm::Learning, Arm::TooLarge, Arm::TooSmall].map(|arm| (arm.to_string(), descent(bowl)));
    let arms = [
        (Arm::Gradients.to_string(), vec![Measured::Gradients(gradients)]),
        (Arm::Valley.to_string(), descent(valley)),
    ];
    RecordOf::<GradientDescent>::made_up(
        default_settings::<GradientDescent>(),
        arms.into_iter().chain(in_the_bowl),
    )
}

fn verdicts(record: &RecordOf<GradientDescent>, id: &str) -> Vec<Verdict> {
    let claims = GradientDescent::claims(record);
    claims.iter().filter(|claim| claim.statement == id).map(|claim| claim.verdict).collect()
}

#[test]
fn what_is_false_does_not_hold() {
    use Verdict::{DoesNotHold, Holds};
    let arrives = made_up(0.0, vec![[3.0, 4.0], [0.03, 0.04]], 0.0, 64.0);
    assert_eq!(verdicts(&arrives, "G1"), [Holds; 4]);
    assert_eq!(verdicts(&arrives, "G2"), [Holds; 2]);
    assert_eq!(verdicts(&arrives, "G3"), [Holds; 3]);
    assert_eq!(verdicts(&arrives, "G4"), [DoesNotHold; 2]);
    let leaves = made_up(0.01, vec![[3.0, 4.0], [30.0, 40.0]], 64.0, 64.0);
    assert_eq!(verdicts(&leaves, "G1"), [DoesNotHold; 4]);
    assert_eq!(verdicts(&leaves, "G2"), [DoesNotHold; 2]);
    assert_eq!(verdicts(&leaves, "G3"), [DoesNotHold; 3]);
    assert_eq!(verdicts(&leaves, "G4")[0], Holds);
    let stays = made_up(0.0, vec![[3.0, 4.0], [2.999, 4.0]], 0.0, 64.0);
    assert_eq!(verdicts(&stays, "G2")[1], DoesNotHold);
    assert_eq!(verdicts(&stays, "G4"), [DoesNotHold, Holds]);
    // Already the first step leads further away than a path goes.
    let flies_away = made_up(0.0, vec![[3.0, 4.0]], 0.0, 64.0);
    assert_eq!(verdicts(&flies_away, "G2"), [DoesNotHold; 2]);
    assert_eq!(verdicts(&flies_away, "G4")[0], Holds);
    // It is not too small if it leads the other way.
    let away = made_up(0.0, vec![[3.0, 4.0], [3.0, 4.1]], 0.0, 64.0);
    assert_eq!(verdicts(&away, "G4")[1], DoesNotHold);
}
