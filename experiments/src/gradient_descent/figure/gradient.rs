//! The gradient (G1): arrows over the bowl, and tangents of a parabola.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use language::tr;

use super::super::gradient::{Gradients, parabola};
use super::super::landscape::BOWL;

/// The field of the bowl's gradients.
pub(super) fn gradient_field(gradients: &Gradients) -> Figure {
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
pub(super) fn tangents(gradients: &Gradients) -> Figure {
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
