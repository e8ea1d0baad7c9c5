//! The figure of a comparison.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};

use super::agreement::Agreement;

/// The lower end of the figure's axis.
const LEAST: f64 = 1e-9;

/// How far the losses drift apart as training goes on, with a panel for each pair of backends.
pub fn figure(agreement: &Agreement) -> Figure {
    let panels = agreement.pairs.iter().map(|pair| {
        let lines = pair.trials.iter().enumerate().map(|(i, apart)| {
            let points = apart.steps.iter().zip(&apart.largest);
            // A difference of 0 would be below the axis and is drawn on it.
            let points = points.filter_map(|(&n, &x)| Some([n as f64, x?.max(LEAST)]));
            let line = Mark::line(&*apart.name, Ink::Series(i), points.collect());
            let line = line.marked(Marker::SmallDot);
            if i < 8 { line } else { line.dashed() }
        });
        let [a, b] = pair.backends;
        Panel::new(format!("{a} against {b}"))
            .x(Axis::new("steps").range(1.0, 1000.0).log())
            .y(Axis::new("largest relative difference").range(LEAST, 1.0).log())
            .with(Mark::level("one rounding of a 32-bit number", f64::from(f32::EPSILON) / 2.0))
            .with_all(lines)
    });
    Figure::new("How far the losses of two backends drift apart")
        .subtitle("from the same weights, mini-batches and dropout masks")
        .alt(
            "For each kind of trial the largest relative difference of a loss against the number of \
             steps, both on logarithmic axes. It begins near one rounding and grows during training.",
        )
        .grid(2, 400.0, 300.0)
        .panels(panels)
}
