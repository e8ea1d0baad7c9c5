//! G3: the negative gradient is the steepest way down from here, and need not point at the minimum.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};

use super::descent::{Descent, LENGTHS, Landscape};
use lab::verdict::{Claim, claim};

/// The valley: f(x, y) = x²/20 + y²
pub const VALLEY: Landscape =
    Landscape { f: |[x, y]| x * x / 20.0 + y * y, gradient: |[x, y]| [x / 10.0, 2.0 * y] };

/// Where the descent down the valley starts: the start of the optimizer paths.
pub const VALLEY_START: [f64; 2] = [-7.0, 2.0];

/// G3 as claims.
pub fn claims(descent: &Descent) -> Vec<Claim> {
    let largest = |angles: &[f64]| angles.iter().copied().fold(0.0, f64::max);
    let lowest = |changes: &[f64]| changes.iter().copied().fold(f64::INFINITY, f64::min);
    let (off, straight) = (largest(&descent.angles), to_minimum(&descent.changes[0]));
    let share = straight / lowest(&descent.changes[0]);
    vec![
        claim(
            "G3",
            "in a valley the negative gradient misses the minimum (largest angle on \
                         the way, in degrees)",
        )
        .because("a third of a right angle is plain to see")
        .at_our_setting()
        .is("above 30", off, off > 30.0),
        claim(
            "G3",
            "a small step towards the minimum lowers the value less than one along \
                         the negative gradient (ratio of what they lower)",
        )
        .because("at 1 both would be as steep")
        .at_our_setting()
        .is("below 1", share, share < 1.0),
        claim(
            "G3",
            "of all directions the negative gradient is the steepest for a small \
                         step, all along the way (largest angle between them, in degrees)",
        )
        .because("the directions tried are a degree apart")
        .at_our_setting()
        .is(
            "at most 1",
            largest(&descent.off_steepest),
            largest(&descent.off_steepest) <= 1.0,
        ),
    ]
}

/// What a step from the valley's start towards its minimum changes, of 360 directions.
fn to_minimum(changes: &[f64]) -> f64 {
    let [x, y] = VALLEY_START;
    let degree = (-y).atan2(-x).to_degrees().round() as i64;
    changes[degree.rem_euclid(360) as usize]
}

/// The way down the valley, and what steps in every direction change.
pub fn figures(descent: &Descent) -> [(&'static str, Figure); 2] {
    [
        ("not_at_the_minimum", not_at_the_minimum(descent)),
        ("steepest_direction", steepest_direction(descent)),
    ]
}

fn not_at_the_minimum(descent: &Descent) -> Figure {
    let arrows =
        descent.path.iter().step_by(3).take(4).map(|&x| (x, VALLEY.downhill(x).map(|d| 0.5 * d)));
    let [x, y] = VALLEY_START;
    let map = Panel::new("")
        .x(Axis::new("x").range(-8.0, 2.0))
        .y(Axis::new("y").range(-1.5, 2.5))
        .with(Mark::contours(|x, y| (VALLEY.f)([x, y]), [0.1, 0.5, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0]))
        .with(Mark::line("straight to the minimum", Ink::Muted, vec![[x, y], [0.0, 0.0]]).dashed())
        .with(
            Mark::line("descent, a dot a step", Ink::Series(0), descent.path.clone())
                .marked(Marker::SmallDot),
        )
        .with(Mark::arrows(Ink::Series(5), arrows))
        .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let angles = Panel::new("angle between the negative gradient and the way to the minimum")
        .x(Axis::new("step"))
        .y(Axis::new("angle, degrees").range(0.0, 90.0))
        .with(Mark::curve("", Ink::Series(5), &descent.angles));
    Figure::new("The negative gradient need not point at the minimum")
        .subtitle("f(x, y) = x²/20 + y²; arrows are half the negative gradient")
        .alt("Over the contours of a long valley the arrows point across it, while the minimum lies \
              far along it; below, the angle between the two, more than sixty degrees at the start.")
        .grid(1, 620.0, 248.0)
        .panels([map, angles])
}

fn steepest_direction(descent: &Descent) -> Figure {
    let degrees = |[x, y]: [f64; 2]| y.atan2(x).to_degrees();
    let downhill = degrees(VALLEY.downhill(VALLEY_START));
    let minimum = degrees(VALLEY_START.map(|x| -x));
    let lines = descent.changes.iter().zip(LENGTHS).enumerate().map(|(i, (changes, length))| {
        let turned = (-90..=120).map(|turn| {
            let degree = (downhill.round() as i32 + turn).rem_euclid(360);
            [degree, turn].map(f64::from)
        });
        let points = turned.map(|[degree, turn]| [turn, changes[degree as usize]]).collect();
        Mark::line(format!("step of length {length}"), Ink::Series(i), points)
    });
    Figure::new("For a small step the negative gradient is the best direction, not for a large one")
        .subtitle("f(x, y) = x²/20 + y², steps from (−7, 2) in every direction")
        .alt("The change of the value against the direction of the step. The smallest step's curve \
              is lowest at the negative gradient, the largest one's at the direction of the minimum.")
        .panel(
            Panel::new("")
                .x(Axis::new("direction: degrees from the negative gradient").range(-90.0, 120.0))
                .y(Axis::new("change of f per length").range(-4.5, 5.0))
                .with_all(lines)
                .with(Mark::place("negative gradient", 0.0))
                .with(Mark::place("minimum", minimum - downhill)),
        )
}
