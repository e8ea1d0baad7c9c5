//! G1–G4 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;
use training::shown;
use training::statistics::largest;

use super::descent::Descent;
use super::figure::{descent_of, gradients_of};
use super::gradient::{Both, Gradients};
use super::landscape::{BOWL, VALLEY, VALLEY_START};
use super::settings::Settings;
use super::trial::{Arm, GradientDescent};

/// The gradient that the book prints for its 2 × 3 weights (section 4.4.2).
pub const BOOK_GRADIENT: [f64; 6] =
    [0.21924763, 0.14356247, -0.36281009, 0.32887144, 0.2153437, -0.54421514];

/// The claims on each statement, as far as its arms were run.
pub fn claims(record: &RecordOf<GradientDescent>) -> Vec<Claim> {
    let settings = &record.settings;
    let [learning, too_large, too_small, valley] =
        [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley]
            .map(|arm| descent_of(record, arm));
    let mut claims = Vec::new();
    claims.extend(gradients_of(record).into_iter().flat_map(gradients_are_right));
    claims.extend(learning.into_iter().flat_map(descent_reaches_the_minimum));
    claims.extend(too_large.map(|descent| diverges(descent, settings)));
    claims.extend(too_small.map(|descent| barely_moves(descent, settings)));
    claims.extend(learning.zip(valley).map(|(bowl, valley)| misses_the_minimum(bowl, valley)));
    claims.extend(valley.into_iter().flat_map(gradient_is_steepest_here_only));
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
        tr!("the largest entry is 4, and at that size 32-bit numbers have rounding errors of 2e-7");
    [
        claim(
            "G1",
            tr!("the gradient of x₀² + x₁² is (2x₀, 2x₁) everywhere in the field, by central differences \
             and by automatic differentiation (largest difference)"),
        )
        .because(rounding)
        .equals(0.0, 1e-6, off(&expected, field)),
        claim(
            "G1",
            tr!("the slopes of 0.01x² + 0.1x at 5 and 10 are 0.2 and 0.3 by both methods (largest \
             difference)"),
        )
        .because(rounding)
        .equals(0.0, 1e-6, off(&[0.2, 0.3], slopes)),
        claim(
            "G1",
            tr!("the gradient of a 2 × 3 weight matrix has the six entries that the book prints, by both \
             methods (largest difference)"),
        )
        .because(tr!("the book prints eight decimals, and 32 bits hold seven"))
        .equals(0.0, 1e-6, off(&BOOK_GRADIENT, weights)),
        claim(
            "G1",
            tr!("nudging one weight by 0.01 changes the loss by about 0.01 times its gradient (largest \
             difference, divided by 0.01)"),
        )
        .because(tr!("the second derivative is at most ¼ · 0.9², and half of that times 0.01 is 0.001"))
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
        claim("G2", tr!("every step against the gradient lowers f (number of steps that do)"))
            .because(tr!("at a suitable learning rate no step may raise it"))
            .is(tr!("all {steps}", steps), falls as f64, falls == steps),
        claim(
            "G2",
            tr!("gradient descent reaches the minimum (fraction of the distance that is left)"),
        )
        .because(tr!("20 steps at η = 0.1 leave 0.8²⁰ = 1.2 %; 2 % is too small to see"))
        .is(tr!("below 0.02"), descent.left(), descent.left() < 0.02),
    ]
}

/// G4: too large a learning rate.
fn diverges(descent: &Descent, settings: &Settings) -> Claim {
    let distances = descent.distances();
    let further = distances.windows(2).filter(|pair| pair[1] > pair[0]).count();
    // The step that led out of the range of the path led further away too.
    let left_the_range = usize::from(distances.len() <= settings.more_steps);
    let (further, steps) = (further + left_the_range, distances.len() - 1 + left_the_range);
    let sentence = tr!(
        "η = {rate} diverges: every step leads further away from the minimum (number of steps that do)",
        rate = shown::number(settings.too_large)
    );
    claim("G4", sentence)
        .because(tr!("at this learning rate each step multiplies the distance by |1 − 2η|"))
        .is(tr!("all {steps}", steps), further as f64, further == steps)
}

/// G4: too small a learning rate.
fn barely_moves(descent: &Descent, settings: &Settings) -> Claim {
    let [start_x, start_y] = descent.path[0];
    let from_start = descent.path.iter().map(|[x, y]| (x - start_x).hypot(y - start_y));
    let moved = largest(from_start) / descent.distances()[0];
    let sentence = tr!(
        "η = {rate} barely moves (largest distance from the start on the whole path, as a fraction of the \
         distance to the minimum)",
        rate = shown::number(settings.too_small)
    );
    claim("G4", sentence).because(tr!("a hundredth of the distance is hardly a move")).is(
        tr!("below 0.01"),
        moved,
        moved < 0.01,
    )
}

/// G3: the negative gradient points at the minimum of the bowl, and not at that of the valley.
fn misses_the_minimum(bowl: &Descent, valley: &Descent) -> Claim {
    let largest_in_the_bowl = largest(bowl.angles.iter().copied());
    let further = valley.angles[0] - largest_in_the_bowl;
    claim(
        "G3",
        tr!("where the negative gradient of the bowl points at the minimum, that of the valley does not \
         (angle between the two directions at the start of the valley, minus the largest such angle on \
         the path in the bowl, in degrees)"),
    )
    .at_our_setting()
    .because(tr!("30 degrees is a third of a right angle and easy to see in the figure"))
    .is(tr!("above 30"), further, further > 30.0)
}

/// G3: the negative gradient is the steepest direction at this point, and no more.
fn gradient_is_steepest_here_only(descent: &Descent) -> [Claim; 2] {
    let towards = |direction| in_direction(&descent.changes[0], direction);
    let ratio = towards(VALLEY_START.map(|x| -x)) / towards(VALLEY.downhill(VALLEY_START));
    let expected = descent.angles[0].to_radians().cos();
    let off_steepest = largest(descent.off_steepest.iter().copied());
    let claim = |sentence: &str| claim("G3", sentence).at_our_setting();
    [
        claim(
            tr!("a small step from the start of the valley towards the minimum lowers f less than one along \
             the negative gradient, by the cosine of the angle between them (ratio of the two decreases)"),
        )
        .because(
            tr!("along a direction f changes by the gradient times the cosine; in steps of 0.01 the curvature \
             and the rounding to whole degrees change the ratio by less than 0.005"),
        )
        .equals(expected, 0.005, ratio),
        claim(
            tr!("for a small step the negative gradient is the steepest of all directions, everywhere \
             along the path (largest angle between the two, in degrees)"),
        )
        .because(tr!("the directions that are tried are a degree apart"))
        .is(tr!("at most 1"), off_steepest, off_steepest <= 1.0),
    ]
}

/// The change of f by a step in that direction, of 360 directions.
fn in_direction(changes: &[f64], [x, y]: [f64; 2]) -> f64 {
    let degree = y.atan2(x).to_degrees().round() as i64;
    changes[degree.rem_euclid(360) as usize]
}
