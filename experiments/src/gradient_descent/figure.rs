//! The figures and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number, percent};
use language::tr;
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
    if let Some(descent) = descent_of(record, Arm::Learning) {
        all.push(("descent", to_the_minimum(record, descent)));
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
        "descent" => "G2",
        "learning_rates" => "G4",
        "not_at_the_minimum" | "steepest_direction" => "G3",
        _ => "G1",
    }
}

/// How close to the minimum each descent comes.
pub fn table(record: &RecordOf<GradientDescent>) -> Table {
    let mut table = Table::new([
        tr!("descent"),
        "η",
        tr!("steps"),
        tr!("distance at the start"),
        tr!("distance at the end"),
        tr!("largest angle from −gradient to minimum"),
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
            name(arm).into(),
            number(rate),
            if steps < wanted { tr!("{steps}, then diverged", steps) } else { steps.to_string() },
            number(distances[0]),
            number(distances[distances.len() - 1]),
            if angle.is_nan() { tr!("diverged").into() } else { format!("{angle:.0}°") },
        ]);
    }
    table
}

/// The arm's name for a reader; it displays as the key of its trials in the record.
fn name(arm: Arm) -> &'static str {
    match arm {
        Arm::Gradients => tr!("gradients"),
        Arm::Learning => tr!("bowl"),
        Arm::TooLarge => tr!("bowl, η too large"),
        Arm::TooSmall => tr!("bowl, η too small"),
        Arm::Valley => tr!("valley"),
    }
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
    let arrow = |g: &[f64]| [-0.05 * g[0], -0.05 * g[1]];
    let arrows =
        || gradients.places.iter().copied().zip(gradients.field.automatic.chunks(2).map(arrow));
    let is_downhill = |([x, y], [dx, dy]): ([f64; 2], [f64; 2])| {
        x.hypot(y) == 0.0 || (BOWL.f)([x + dx, y + dy]) < (BOWL.f)([x, y])
    };
    // Their lengths in proportion to the distance from the minimum, as far as rounding allows.
    let grows =
        |([x, y], [dx, dy]): ([f64; 2], [f64; 2])| (dx.hypot(dy) - 0.1 * x.hypot(y)).abs() < 1e-6;
    let title = match arrows().all(|arrow| is_downhill(arrow) && grows(arrow)) {
        true => tr!(
            "The negative gradient points downhill everywhere, and is longer where the slope is steeper"
        ),
        false => tr!("The negative gradient of the bowl"),
    };
    Figure::new(title)
        .subtitle(tr!("f(x₀, x₁) = x₀² + x₁²; each arrow is −0.05 times the gradient"))
        .alt(tr!(
            "A field of arrows over circular contours. All arrows point at the centre, and they are \
             longer the further away they start."
        ))
        .grid(1, 420.0, 420.0)
        .panel(
            Panel::new("")
                .x(Axis::new("x₀").range(-2.15, 2.15))
                .y(Axis::new("x₁").range(-2.15, 2.15))
                .with(Mark::contours(|x, y| (BOWL.f)([x, y]), [0.25, 1.0, 2.25, 4.0, 6.25]))
                .with(Mark::arrows(Ink::Series(0), arrows())),
        )
}

/// The parabola's slopes as tangents.
fn tangents(gradients: &Gradients) -> Figure {
    let curve = (0..=100).map(|i| 0.2 * f64::from(i)).map(|x| [x, parabola(x)]).collect();
    let places = [5.0, 10.0];
    let slopes: Vec<String> =
        gradients.slopes.automatic.iter().map(|slope| format!("{slope:.1}")).collect();
    let touches =
        places.into_iter().zip(&gradients.slopes.automatic).zip(1..).map(|((at, slope), ink)| {
            let tangent = [0.0, 20.0].map(|x| [x, parabola(at) + slope * (x - at)]);
            let label = tr!("slope {slope} at x = {at}", slope = format!("{slope:.1}"), at);
            Mark::line(label, Ink::Series(ink), tangent.to_vec()).dashed()
        });
    let points = Mark::points("", Ink::Text, Marker::Dot, places.map(|x| [x, parabola(x)]));
    Figure::new(tr!(
        "The derivative is the slope of the tangent: {first} at x = 5, {second} at x = 10",
        first = slopes[0],
        second = slopes[1]
    ))
    .subtitle("f(x) = 0.01x² + 0.1x")
    .alt(tr!(
        "A parabola with its tangents at 5 (slope {first}) and at 10 (slope {second}).",
        first = slopes[0],
        second = slopes[1]
    ))
    .panel(
        Panel::new("")
            .x(Axis::new("x").range(0.0, 20.0))
            .y(Axis::new("f(x)").range(-1.2, 6.2))
            .with(Mark::line("f", Ink::Series(0), curve))
            .with_all(touches)
            .with(points),
    )
}

/// A square map of the bowl up to this far from its minimum, which is marked.
fn bowl(title: impl Into<String>, reach: f64) -> Panel {
    let levels = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(|i: f64| (i * reach / 5.0).powi(2));
    Panel::new(title)
        .x(Axis::new("x₀").range(-reach, reach))
        .y(Axis::new("x₁").range(-reach, reach))
        .with(Mark::contours(|x, y| (BOWL.f)([x, y]), levels))
        .with(Mark::points(tr!("minimum"), Ink::Text, Marker::Plus, [[0.0, 0.0]]))
}

/// A coordinate with a minus sign instead of a hyphen.
fn signed(x: f64) -> String {
    number(x).replace('-', "−")
}

/// How far a map must reach to hold these positions.
fn reach(positions: &[[f64; 2]]) -> f64 {
    let far = largest(positions.iter().flatten().map(|x| 1.25 * x.abs()));
    if far.is_finite() && far > 0.0 { far } else { 1.0 }
}

/// The descent at the suitable learning rate: its path, and f after each step.
fn to_the_minimum(record: &RecordOf<GradientDescent>, descent: &Descent) -> Figure {
    let values: Vec<f64> = descent.path.iter().map(|&x| (BOWL.f)(x)).collect();
    let (steps, left) = (values.len() - 1, descent.left());
    let always_falls = values.windows(2).all(|pair| pair[1] < pair[0]);
    let title = match always_falls && left < 1.0 {
        true => tr!(
            "In {steps} steps gradient descent covers {share} of the way to the minimum",
            steps,
            share = percent(1.0 - left)
        ),
        false => tr!("Gradient descent in the bowl").into(),
    };
    let [x0, x1] = descent.path[0];
    let path = Mark::line(tr!("one dot per step"), Ink::Series(0), descent.path.clone());
    Figure::new(title)
        .subtitle(tr!(
            "f(x₀, x₁) = x₀² + x₁², from ({x0}, {x1}) with η = {rate}",
            x0 = signed(x0),
            x1 = signed(x1),
            rate = shown::number(record.settings.learning_rate)
        ))
        .alt(tr!(
            "Left: a straight path of ever shorter steps from the start to the centre of circular contours. \
             Right: f against the step on a logarithmic axis, a falling straight line from {from} to {to}.",
            from = number(values[0]),
            to = number(values[steps])
        ))
        .grid(2, 320.0, 320.0)
        .panel(bowl(tr!("the path"), reach(&descent.path[..1])).with(path.marked(Marker::SmallDot)))
        .panel(
            Panel::new(tr!("f after each step"))
                .x(Axis::new(tr!("step")))
                .y(Axis::new(tr!("f, logarithmic")).log())
                .with(Mark::curve("", Ink::Series(0), &values).marked(Marker::SmallDot)),
        )
}

/// The first steps at the learning rate that is too large, and the distance to the minimum at all three.
fn learning_rates(record: &RecordOf<GradientDescent>) -> Figure {
    let settings = &record.settings;
    let [large, rate, small] =
        [settings.too_large, settings.learning_rate, settings.too_small].map(number);
    let arms = [(Arm::TooLarge, 5), (Arm::Learning, 0), (Arm::TooSmall, 1)];
    let descents = arms.map(|(arm, ink)| (descent_of(record, arm), Ink::Series(ink)));
    let path = |i: usize| descents[i].0.map_or(&[][..], |descent| &descent.path[..]);
    let lines =
        [&large, &rate, &small].into_iter().zip(descents).filter_map(|(rate, (descent, ink))| {
            let mut distances = descent?.distances();
            // Nothing is visible beyond the point where the line leaves the panel.
            distances.truncate(
                distances.iter().position(|d| *d > 1e9).map_or(usize::MAX, |end| end + 1),
            );
            Some(Mark::curve(format!("η = {rate}"), ink, &distances).marked(Marker::SmallDot))
        });
    let lengths = descents.map(|(descent, _)| descent.map(Descent::left));
    let title = match lengths {
        [Some(diverges), Some(arrives), Some(stays)]
            if diverges > 1.0 && arrives < 0.1 && (stays - 1.0).abs() < 0.01 =>
        {
            tr!(
                "With η = {large} descent diverges, with η = {small} it hardly moves, with η = {rate} it arrives",
                large,
                small,
                rate
            )
        }
        _ => tr!("Gradient descent at three learning rates").into(),
    };
    let first_steps = &path(0)[..path(0).len().min(4)];
    let leap = Mark::line("", Ink::Series(5), first_steps.to_vec()).marked(Marker::Dot);
    let start = Mark::points(tr!("start"), Ink::Text, Marker::Square, path(0).first().copied());
    let arriving = Mark::line("", Ink::Series(0), path(1).to_vec());
    Figure::new(title)
        .subtitle(tr!(
            "f(x₀, x₁) = x₀² + x₁², from ({x0}, {x1})",
            x0 = signed(settings.start_x0),
            x1 = signed(settings.start_x1)
        ))
        .alt(tr!(
            "Left: from the start, the first step at the large learning rate leaps over the minimum and \
             lands further away on the other side. Right: the distance to the minimum after each step. At the \
             large learning rate it leaves the panel within a few steps, at the small one it stays the same, \
             and at the suitable one it falls."
        ))
        .grid(2, 320.0, 320.0)
        .panel(
            bowl(tr!("the first step at η = {large}", large), reach(&path(0)[..path(0).len().min(2)]))
                .with_all([leap, arriving, start]),
        )
        .panel(
            Panel::new(tr!("distance to the minimum"))
                .x(Axis::new(tr!("step")).range(0.0, settings.steps as f64))
                .y(Axis::new(tr!("distance, logarithmic")).range(1e-2, 1e6).log())
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
            Mark::line(tr!("straight line to the minimum"), Ink::Muted, vec![[x, y], [0.0, 0.0]])
                .dashed(),
        )
        .with(
            Mark::line(tr!("descent, one dot per step"), Ink::Series(0), descent.path.clone())
                .marked(Marker::SmallDot),
        )
        .with(Mark::arrows(Ink::Series(5), arrows))
        .with(Mark::points(tr!("minimum"), Ink::Text, Marker::Plus, [[0.0, 0.0]]));
    let angles =
        Panel::new(tr!("angle between the negative gradient and the direction of the minimum"))
            .x(Axis::new(tr!("step")))
            .y(Axis::new(tr!("angle, degrees")).range(0.0, 90.0))
            .with(Mark::curve("", Ink::Series(5), &descent.angles));
    let title = match descent.angles[0] {
        angle if angle > 30.0 => tr!(
            "At the start, the negative gradient points {angle}° away from the minimum",
            angle = format!("{angle:.0}")
        ),
        _ => tr!("The negative gradient and the minimum of a valley").into(),
    };
    Figure::new(title)
        .subtitle(tr!("f(x, y) = x²/20 + y²; each arrow is half the negative gradient"))
        .alt(tr!(
            "Over the contours of a long valley, the arrows point across it while the minimum lies far \
             along it. Below, the angle between the two directions, {angle} degrees at the start.",
            angle = format!("{:.0}", descent.angles[0])
        ))
        .grid(1, 620.0, 248.0)
        .panels([map, angles])
}

/// The change of f by steps in every direction from the start of the valley.
fn steepest_direction(descent: &Descent) -> Figure {
    let degrees = |[x, y]: [f64; 2]| y.atan2(x).to_degrees();
    let downhill = degrees(VALLEY.downhill(VALLEY_START));
    let minimum = degrees(VALLEY_START.map(|x| -x)) - downhill;
    let turned = |changes: &[f64]| -> Vec<[f64; 2]> {
        let degree = |turn: i32| (downhill.round() as i32 + turn).rem_euclid(360) as usize;
        (-90..=120).map(|turn| [f64::from(turn), changes[degree(turn)]]).collect()
    };
    let curves: Vec<_> = descent.changes.iter().map(|changes| turned(changes)).collect();
    let lowest = |curve: &Vec<[f64; 2]>| {
        curve.iter().copied().min_by(|a, b| a[1].total_cmp(&b[1])).unwrap_or([f64::NAN; 2])
    };
    let lines = curves.iter().zip(LENGTHS).enumerate().flat_map(|(i, (curve, length))| {
        let label = tr!("step of length {length}", length);
        [
            Mark::line(label, Ink::Series(i), curve.clone()),
            Mark::points("", Ink::Series(i), Marker::Dot, [lowest(curve)]),
        ]
    });
    let best_turn = |curve: Option<&Vec<_>>| curve.map_or(f64::NAN, |curve| lowest(curve)[0].abs());
    let (near, far) = (best_turn(curves.first()), best_turn(curves.last()));
    let title = match near <= 1.0 && far > 10.0 {
        true => tr!(
            "The negative gradient is the best direction for a small step; for a step of {length}, the best is {turn}° away",
            length = LENGTHS[LENGTHS.len() - 1],
            turn = far
        ),
        false => tr!("The best direction for a small step and for a large one").into(),
    };
    Figure::new(title)
        .subtitle(tr!("f(x, y) = x²/20 + y²; steps from (−7, 2) in every direction, each curve with its lowest point"))
        .alt(tr!(
            "The change of f against the direction of the step. The curve of the smallest step is lowest at \
             the negative gradient, that of the largest step at the direction of the minimum."
        ))
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("degrees from the negative gradient (−∇f)")).range(-90.0, 120.0))
                .y(Axis::new(tr!("change of f per unit of length")).range(-4.5, 5.0))
                .with(Mark::place("−∇f", 0.0))
                .with(Mark::place(tr!("minimum"), minimum))
                .with_all(lines),
        )
}
