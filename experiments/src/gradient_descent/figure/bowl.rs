//! Descents into the bowl (G2, G4).

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::RecordOf;
use lab::table::{number, percent, signed};
use language::tr;
use training::shown;
use training::statistics::largest;

use super::super::descent::Descent;
use super::super::landscape::BOWL;
use super::super::trial::{Arm, GradientDescent};
use super::found::descent_of;

/// A square map of the bowl up to this far from its minimum, which is marked.
fn bowl(title: impl Into<String>, reach: f64) -> Panel {
    let levels = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(|i: f64| (i * reach / 5.0).powi(2));
    Panel::new(title)
        .x(Axis::new("x₀").range(-reach, reach))
        .y(Axis::new("x₁").range(-reach, reach))
        .with(Mark::contours(|x, y| (BOWL.f)([x, y]), levels))
        .with(Mark::points(tr!("minimum"), Ink::Text, Marker::Plus, [[0.0, 0.0]]))
}

/// How far a map must reach to hold these positions.
fn reach(positions: &[[f64; 2]]) -> f64 {
    let far = largest(positions.iter().flatten().map(|x| 1.25 * x.abs()));
    if far.is_finite() && far > 0.0 { far } else { 1.0 }
}

/// The descent at the suitable learning rate: its path, and f after each step.
pub(super) fn to_the_minimum(record: &RecordOf<GradientDescent>, descent: &Descent) -> Figure {
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
            "Left: the path from the start, over circular contours around the minimum. Right: f against the step on \
             a logarithmic axis, from {from} to {to}.",
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
pub(super) fn learning_rates(record: &RecordOf<GradientDescent>) -> Figure {
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
    let ends = [&large, &rate, &small].into_iter().zip(lengths);
    let ends = ends.filter_map(|(rate, left)| Some(format!("η = {rate}: {}", number(left?))));
    let left = ends.collect::<Vec<_>>().join("; ");
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
            "Left: the first steps at η = {large}, and the path at η = {rate}. Right: the distance to the minimum \
             after each step, on a logarithmic axis. That at the end, as a multiple of that at the start: {left}.",
            large,
            rate,
            left
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
