//! The figures and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number};
use training::shown;
use training::statistics::largest;

use super::descent::{Descent, LENGTHS};
use super::gradient::{Gradients, parabola};
use super::landscape::{BOWL, VALLEY, VALLEY_START};
use super::trial::{Arm, GradientDescent, Measured};

/// The figures, as far as their arms were run.
pub fn figures(record: &RecordOf<GradientDescent>) -> Vec<(&'static str, Drawing)> {
    let mut all = Vec::new();
    if let Some(gradients) = gradients_of(record) {
        all.push(("gradient_field", gradient_field(gradients)));
        all.push(("tangents", tangents(gradients)));
    }
    all.push(("learning_rates", learning_rates(record)));
    if let Some(descent) = descent_of(record, Arm::Valley) {
        all.push(("not_at_the_minimum", not_at_the_minimum(descent)));
        all.push(("steepest_direction", steepest_direction(descent)));
    }
    all.into_iter().map(|(name, figure)| (name, figure.into())).collect()
}

/// The statement that each figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "learning_rates" => "G4",
        "not_at_the_minimum" | "steepest_direction" => "G3",
        _ => "G1",
    }
}

/// How close to the minimum each descent comes.
pub fn table(record: &RecordOf<GradientDescent>) -> Table {
    let mut table = Table::new([
        "descent",
        "η",
        "steps",
        "distance at the start",
        "distance at the end",
        "largest angle from −gradient to minimum",
    ]);
    for arm in [Arm::Learning, Arm::TooLarge, Arm::TooSmall, Arm::Valley] {
        let Some(descent) = descent_of(record, arm) else {
            continue;
        };
        let distances = descent.distances();
        let (rate, wanted) = arm.descent(&record.settings);
        let steps = distances.len() - 1;
        let angle = largest(descent.angles.iter().copied());
        table.row([
            arm.to_string(),
            number(rate),
            if steps < wanted { format!("{steps}, then diverged") } else { steps.to_string() },
            number(distances[0]),
            number(distances[distances.len() - 1]),
            if angle.is_nan() { "diverged".into() } else { format!("{angle:.0}°") },
        ]);
    }
    table
}

/// The gradients, if they were computed.
pub fn gradients_of(record: &RecordOf<GradientDescent>) -> Option<&Gradients> {
    record.arm(&Arm::Gradients.to_string()).find_map(|measured| match measured {
        Measured::Gradients(gradients) => Some(gradients),
        Measured::Descent(_) => None,
    })
}

/// The descent of that arm, if it was run.
pub fn descent_of(record: &RecordOf<GradientDescent>, arm: Arm) -> Option<&Descent> {
    record.arm(&arm.to_string()).find_map(|measured| match measured {
        Measured::Descent(descent) => Some(descent),
        Measured::Gradients(_) => None,
    })
}

/// The field of the bowl's gradients.
fn gradient_field(gradients: &Gradients) -> Figure {
    let vectors = gradients.field.automatic.chunks(2).map(|g| [-0.05 * g[0], -0.05 * g[1]]);
    Figure::new("The negative gradient points downhill and is longer where the slope is steeper")
        .subtitle("f(x₀, x₁) = x₀² + x₁²; each arrow is −0.05 times the gradient")
        .alt("A field of arrows over circular contours. All arrows point at the centre, and they are \
              longer the further away they start.")
        .grid(1, 420.0, 420.0)
        .panel(
            Panel::new("")
                .x(Axis::new("x₀").range(-2.15, 2.15))
                .y(Axis::new("x₁").range(-2.15, 2.15))
                .with(Mark::contours(|x, y| (BOWL.f)([x, y]), [0.25, 1.0, 2.25, 4.0, 6.25]))
                .with(Mark::arrows(Ink::Series(0), gradients.places.iter().copied().zip(vectors))),
        )
}

/// The parabola's slopes as tangents.
fn tangents(gradients: &Gradients) -> Figure {
    let curve = (0..=100).map(|i| 0.2 * f64::from(i)).map(|x| [x, parabola(x)]).collect();
    let places = [5.0, 10.0];
    let touches =
        places.into_iter().zip(&gradients.slopes.automatic).zip(1..).map(|((at, slope), ink)| {
            let tangent = [0.0, 20.0].map(|x| [x, parabola(at) + slope * (x - at)]);
            Mark::line(format!("slope {slope:.1} at x = {at}"), Ink::Series(ink), tangent.to_vec())
                .dashed()
        });
    let points = Mark::points("", Ink::Text, Marker::Dot, places.map(|x| [x, parabola(x)]));
    Figure::new("A derivative is the slope of the tangent")
        .subtitle("f(x) = 0.01x² + 0.1x")
        .alt("A parabola with its tangents at 5 (slope 0.2) and at 10 (slope 0.3).")
        .panel(
            Panel::new("")
                .x(Axis::new("x").range(0.0, 20.0))
                .y(Axis::new("f(x)").range(-1.2, 6.2))
                .with(Mark::line("f", Ink::Series(0), curve))
                .with_all(touches)
                .with(points),
        )
}

/// The path at the suitable learning rate, and the distance to the minimum at all three.
fn learning_rates(record: &RecordOf<GradientDescent>) -> Figure {
    let path = descent_of(record, Arm::Learning).map(|descent| descent.path.clone());
    let map =
        Panel::new(format!("the path at η = {}", shown::number(record.settings.learning_rate)))
            .x(Axis::new("x₀").range(-5.0, 5.0))
            .y(Axis::new("x₁").range(-5.0, 5.0))
            .with(Mark::contours(|x, y| (BOWL.f)([x, y]), [1.0, 4.0, 9.0, 16.0, 25.0, 36.0]))
            .with(
                Mark::line("one dot per step", Ink::Series(0), path.unwrap_or_default())
                    .marked(Marker::SmallDot),
            )
            .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let distances = [Arm::TooLarge, Arm::TooSmall, Arm::Learning].into_iter().enumerate();
    let lines = distances.filter_map(|(i, arm)| {
        let ink = Ink::Series([5, 1, 0][i]);
        let distances = descent_of(record, arm)?.distances();
        // Nothing is visible beyond the point where the line leaves the panel.
        let shown = distances.iter().position(|d| *d > 1e9).map_or(distances.len(), |end| end + 1);
        Some(Mark::curve(
            format!("η = {}", number(arm.descent(&record.settings).0)),
            ink,
            &distances[..shown],
        ))
    });
    Figure::new("A learning rate that is too large diverges; one that is too small hardly moves")
        .subtitle("f(x₀, x₁) = x₀² + x₁²")
        .alt("Left: a straight path of ever shorter steps to the centre of circular contours. Right: \
              the distance to the minimum. At the large learning rate it leaves the panel within a \
              few steps, at the small one it stays the same, and at the suitable one it falls.")
        .grid(2, 340.0, 340.0)
        .panel(map)
        .panel(
            Panel::new("distance to the minimum")
                .x(Axis::new("step").range(0.0, record.settings.more_steps as f64))
                .y(Axis::new("distance").range(1e-2, 1e6).log())
                .with_all(lines),
        )
}

/// The path down the valley, with the negative gradient at a few positions.
fn not_at_the_minimum(descent: &Descent) -> Figure {
    let arrows =
        descent.path.iter().step_by(3).take(4).map(|&x| (x, VALLEY.downhill(x).map(|d| 0.5 * d)));
    let [x, y] = VALLEY_START;
    let map = Panel::new("")
        .x(Axis::new("x").range(-8.0, 2.0))
        .y(Axis::new("y").range(-1.5, 2.5))
        .with(Mark::contours(|x, y| (VALLEY.f)([x, y]), [0.1, 0.5, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0]))
        .with(
            Mark::line("straight line to the minimum", Ink::Muted, vec![[x, y], [0.0, 0.0]])
                .dashed(),
        )
        .with(
            Mark::line("descent, one dot per step", Ink::Series(0), descent.path.clone())
                .marked(Marker::SmallDot),
        )
        .with(Mark::arrows(Ink::Series(5), arrows))
        .with(Mark::points("minimum", Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let angles = Panel::new("angle between the negative gradient and the direction of the minimum")
        .x(Axis::new("step"))
        .y(Axis::new("angle, degrees").range(0.0, 90.0))
        .with(Mark::curve("", Ink::Series(5), &descent.angles));
    Figure::new("The negative gradient need not point at the minimum")
        .subtitle("f(x, y) = x²/20 + y²; each arrow is half the negative gradient")
        .alt("Over the contours of a long valley, the arrows point across it while the minimum lies far \
              along it. Below, the angle between the two directions, more than sixty degrees at the \
              start.")
        .grid(1, 620.0, 248.0)
        .panels([map, angles])
}

/// The change of f by steps in every direction from the start of the valley.
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
    Figure::new(
        "The negative gradient is the best direction for a small step, but not for a large one",
    )
    .subtitle("f(x, y) = x²/20 + y²; steps from (−7, 2) in every direction")
    .alt(
        "The change of f against the direction of the step. The curve of the smallest step is \
              lowest at the negative gradient, that of the largest step at the direction of the \
              minimum.",
    )
    .panel(
        Panel::new("")
            .x(Axis::new("direction, in degrees from the negative gradient").range(-90.0, 120.0))
            .y(Axis::new("change of f per unit of length").range(-4.5, 5.0))
            .with_all(lines)
            .with(Mark::place("negative gradient", 0.0))
            .with(Mark::place("minimum", minimum - downhill)),
    )
}
