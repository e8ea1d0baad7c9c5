//! What several figures are made of.

use figures::{Axis, Ink, Mark, Marker, Panel};
use language::tr;

use super::super::path::Path;
use super::super::valley::f;

/// The valley from above, still without a path: its contours, the start and the minimum.
pub fn valley(title: String, start: [f64; 2]) -> Panel {
    let levels = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0];
    let place = |label: &str, at: [f64; 2], marker| Mark::points(label, Ink::Text, marker, [at]);
    Panel::new(title)
        .x(Axis::new("x").range(-8.5, 4.5))
        .y(Axis::new("y").range(-3.2, 3.2))
        .with(Mark::contours(f, levels))
        .with(place(tr!("start"), start, Marker::Square))
        .with(place(tr!("minimum"), [0.0, 0.0], Marker::Plus))
}

/// A path over the contours, with a dot at every step.
pub fn dotted(label: &str, ink: Ink, path: &Path) -> Mark {
    Mark::line(label, ink, path.0.clone()).marked(Marker::SmallDot)
}

/// Values at the steps 1, 2, 3, …
pub fn by_step(label: &str, ink: Ink, values: &[f64]) -> Mark {
    let points = values.iter().enumerate().map(|(t, &value)| [t as f64 + 1.0, value]);
    Mark::line(label, ink, points.collect())
}
