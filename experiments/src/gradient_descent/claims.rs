//! G1–G4 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use training::statistics::largest;

use super::descent::Descent;
use super::figure::{descent_of, gradients_of};
use super::gradient::{Both, Gradients};
use super::landscape::{BOWL, VALLEY_START};
use super::settings::Settings;
use super::trial::{Arm, GradientDescent};

/// The gradient that the book prints for its 2 × 3 weights (section 4.4.2).
pub const BOOK_GRADIENT: [f64; 6] =
    [0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514];

/// The claims on each statement, as far as its arms were run.
pub fn claims(record: &RecordOf<GradientDescent>) -> Vec<Claim> {
    let settings = &record.settings;
    let descent = |arm| descent_of(record, arm).into_iter();
    let mut claims = Vec::new();
    claims.extend(gradients_of(record).into_iter().flat_map(gradients_are_right));
    claims.extend(descent(Arm::Learning).flat_map(descent_reaches_the_minimum));
    claims.extend(descent(Arm::TooLarge).map(|descent| diverges(descent, settings)));
    claims.extend(descent(Arm::TooSmall).map(|descent| barely_moves(descent, settings)));
    claims.extend(descent(Arm::Valley).flat_map(gradient_is_steepest_here_only));
    claims
}

/// G1: the gradient is the vector, or the matrix, of all partial derivatives.
fn gradients_are_right(gradients: &Gradients) -> [Claim; 4] {
    let Gradients { places, field, weights, nudged, slopes } = gradients;
    let expected: Vec<f64> = places.iter().flat_map(|&place| (BOWL.gradient)(place)).collect();
    let off = |expected: &[f64], Both { numerical, automatic }: &Both| {
        largest([largest_difference(automatic, expected), largest_difference(numerical, automatic)])
    };
    let rounding =
        "the largest entry is 4, and at that size 32-bit numbers have rounding errors of 2e-7";
    [
        claim(
            "G1",
            "the gradient of x₀² + x₁² is (2x₀, 2x₁) everywhere in the field, by central differences \
             and by automatic differentiation (largest difference)",
        )
        .because(rounding)
        .equals(0.0, 1e-6, off(&expected, field)),
        claim(
            "G1",
            "the slopes of 0.01x² + 0.1x at 5 and 10 are 0.2 and 0.3 by both methods (largest \
             difference)",
        )
        .because(rounding)
        .equals(0.0, 1e-6, off(&[0.2, 0.3], slopes)),
        claim(
            "G1",
            "the gradient of a 2 × 3 weight matrix has the six entries that the book prints, by both \
             methods (largest difference)",
        )
        .because("the book prints eight decimals, and 32 bits hold seven")
        .equals(0.0, 1e-6, off(&BOOK_GRADIENT, weights)),
        claim(
            "G1",
            "nudging one weight by 0.01 changes the loss by about 0.01 times its gradient (largest \
             difference, divided by 0.01)",
        )
        .because("the second derivative is at most ¼ · 0.9², and half of that times 0.01 is 0.001")
        .equals(0.0, 1.1e-3, largest_difference(&weights.automatic, nudged)),
    ]
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    largest(a.iter().zip(b).map(|(a, b)| (a - b).abs()))
}

/// G2: going against the gradient leads to the minimum.
fn descent_reaches_the_minimum(descent: &Descent) -> [Claim; 2] {
    let values: Vec<f64> = descent.path.iter().map(|&x| (BOWL.f)(x)).collect();
    let falls = values.windows(2).filter(|pair| pair[1] < pair[0]).count();
    // There is at least one step, even if the path does not have it because it led too far away.
    let steps = (values.len() - 1).max(1);
    [
        claim("G2", "every step against the gradient lowers f (number of steps that do)")
            .because("at a suitable learning rate no step may raise it")
            .is(format!("all {steps}"), falls as f64, falls == steps),
        claim("G2", "gradient descent reaches the minimum (fraction of the distance that is left)")
            .because("20 steps at η = 0.1 leave 0.8²⁰ = 1.2 %; 2 % is too small to see")
            .is("below 0.02", descent.left(), descent.left() < 0.02),
    ]
}

/// G4: too large a learning rate.
fn diverges(descent: &Descent, settings: &Settings) -> Claim {
    let sentence = format!(
        "η = {} diverges (distance at the end over distance at the start)",
        settings.too_large
    );
    claim("G4", sentence).because("above 1 it has moved away from the minimum").is(
        "above 1",
        descent.left(),
        descent.left() > 1.0,
    )
}

/// G4: too small a learning rate.
fn barely_moves(descent: &Descent, settings: &Settings) -> Claim {
    let covered = 1.0 - descent.left();
    let sentence = format!(
        "η = {} barely moves (fraction of the distance that it covers)",
        settings.too_small
    );
    claim("G4", sentence).because("a hundredth of the distance is hardly a move").is(
        "below 0.01",
        covered,
        covered < 0.01,
    )
}

/// G3: the negative gradient is the steepest direction at this point, and need not point at the minimum.
fn gradient_is_steepest_here_only(descent: &Descent) -> [Claim; 3] {
    let off_minimum = largest(descent.angles.iter().copied());
    let steepest_fall = largest(descent.changes[0].iter().map(|change| -change));
    let share = to_minimum(&descent.changes[0]) / -steepest_fall;
    let off_steepest = largest(descent.off_steepest.iter().copied());
    let claim = |sentence: &str| claim("G3", sentence).at_our_setting();
    [
        claim(
            "in a valley the negative gradient does not point at the minimum (largest angle between \
             the two along the path, in degrees)",
        )
        .because("30 degrees is a third of a right angle and easy to see in the figure")
        .is("above 30", off_minimum, off_minimum > 30.0),
        claim(
            "a small step towards the minimum lowers f less than one along the negative gradient \
             (ratio of the two decreases)",
        )
        .because("at 1 both directions would be equally steep")
        .is("below 1", share, share < 1.0),
        claim(
            "for a small step the negative gradient is the steepest of all directions, everywhere \
             along the path (largest angle between the two, in degrees)",
        )
        .because("the directions that are tried are a degree apart")
        .is("at most 1", off_steepest, off_steepest <= 1.0),
    ]
}

/// The change of f by a step from the start of the valley towards the minimum, of 360 directions.
fn to_minimum(changes: &[f64]) -> f64 {
    let [x, y] = VALLEY_START;
    let degree = (-y).atan2(-x).to_degrees().round() as i64;
    changes[degree.rem_euclid(360) as usize]
}
