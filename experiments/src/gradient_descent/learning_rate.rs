//! G2 and G4: following the gradient leads to the minimum, at a learning rate that fits.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};

use super::descent::Landscape;
use super::{Arm, GradientDescent};
use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};

/// The bowl: f(x₀, x₁) = x₀² + x₁²
pub const BOWL: Landscape =
    Landscape { f: |[x0, x1]| x0 * x0 + x1 * x1, gradient: |[x0, x1]| [2.0 * x0, 2.0 * x1] };

/// G2 and G4 as claims.
pub fn claims(record: &RecordOf<GradientDescent>) -> Vec<Claim> {
    let mut claims = Vec::new();
    if let Some(descent) = super::descent_of(record, Arm::Learning) {
        let values: Vec<f64> = descent.path.iter().map(|&x| (BOWL.f)(x)).collect();
        let falls = values.windows(2).filter(|pair| pair[1] < pair[0]).count();
        claims.extend([
            claim("G2", "every step against the gradient lowers the value (steps that do)")
                .because("at a fitting learning rate none may raise it")
                .is(format!("all {}", values.len() - 1), falls as f64, falls == values.len() - 1),
            claim("G2", "gradient descent arrives at the minimum (what is left of the distance)")
                .because("20 steps at η = 0.1 leave 0.8²⁰ = 1.2 %; 2 % is no longer to be seen")
                .is("below 0.02", descent.left(), descent.left() < 0.02),
        ]);
    }
    if let Some(descent) = super::descent_of(record, Arm::TooLarge) {
        claims.push(
            claim(
                "G4",
                format!(
                    "η = {} diverges (distance at the end, in distances at the start)",
                    record.settings.too_large
                ),
            )
            .because("above 1 it has moved away")
            .is("above 1", descent.left(), descent.left() > 1.0),
        );
    }
    if let Some(descent) = super::descent_of(record, Arm::TooSmall) {
        let gone = 1.0 - descent.left();
        claims.push(
            claim(
                "G4",
                format!(
                    "η = {} barely moves (share of the way that it has gone)",
                    record.settings.too_small
                ),
            )
            .because("a hundredth of the way is hardly a move")
            .is("below 0.01", gone, gone < 0.01),
        );
    }
    claims
}

/// The way at the fitting learning rate, and how far from the minimum each of the three is.
pub fn figure(record: &RecordOf<GradientDescent>) -> Figure {
    let path = super::descent_of(record, Arm::Learning).map(|descent| descent.path.clone());
    let map = Panel::new(format!("the way at η = {}", record.settings.learning_rate))
        .x(Axis::new("x₀").range(-5.0, 5.0))
        .y(Axis::new("x₁").range(-5.0, 5.0))
        .with(Mark::contours(|x, y| (BOWL.f)([x, y]), [1.0, 4.0, 9.0, 16.0, 25.0, 36.0]))
        .with(
            Mark::line("a dot a step", Ink::Series(0), path.unwrap_or_default())
                .marked(Marker::SmallDot),
        )
        .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let distances = [Arm::TooLarge, Arm::TooSmall, Arm::Learning].into_iter().enumerate();
    let lines = distances.filter_map(|(i, arm)| {
        let ink = Ink::Series([5, 1, 0][i]);
        let distances = super::descent_of(record, arm)?.distances();
        // From where the line leaves the picture on, there is nothing to see.
        let shown = distances.iter().position(|d| *d > 1e9).map_or(distances.len(), |end| end + 1);
        Some(Mark::curve(
            format!("η = {}", number(arm.descent(&record.settings).0)),
            ink,
            &distances[..shown],
        ))
    });
    Figure::new("Too large a learning rate diverges, too small a one stays where it is")
        .subtitle("f(x₀, x₁) = x₀² + x₁²")
        .alt("Left, a straight path of ever shorter steps to the middle of circular contours. Right, \
              the distance to the minimum: at the large learning rate it leaves the picture within \
              a few steps, at the small one it stays, at the fitting one it falls.")
        .grid(2, 340.0, 340.0)
        .panel(map)
        .panel(
            Panel::new("how far from the minimum")
                .x(Axis::new("step").range(0.0, record.settings.more_steps as f64))
                .y(Axis::new("distance").range(1e-2, 1e6).log())
                .with_all(lines),
        )
}
