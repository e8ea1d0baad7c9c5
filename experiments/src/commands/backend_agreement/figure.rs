//! The figure of a comparison.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::table::percent;
use language::tr;

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
            let line = Mark::line(apart.shown(), Ink::Series(i), points.collect());
            let line = line.marked(Marker::SmallDot);
            if i < 8 { line } else { line.dashed() }
        });
        let [a, b] = pair.backends;
        let rounding = f64::from(f32::EPSILON) / 2.0;
        Panel::new(tr!("{a} against {b}", a, b))
            .x(Axis::new(tr!("steps")).range(1.0, 1000.0).log())
            .y(Axis::new(tr!("largest relative difference")).range(LEAST, 1.0).log())
            .with(Mark::level(tr!("one rounding of a 32-bit number"), rounding))
            .with_all(lines)
    });
    Figure::new(title(agreement))
        .subtitle(tr!("from the same weights, mini-batches and dropout masks"))
        .alt(tr!(
            "For each kind of trial the largest relative difference of a loss against the number of \
             steps, both on logarithmic axes. It begins near one rounding and grows during training."
        ))
        .grid(2, 400.0, 300.0)
        .panels(panels)
}

/// The largest difference after the last step, if it is not tiny and every trial that diverged did so on both
/// backends.
fn title(agreement: &Agreement) -> String {
    let trials = || agreement.pairs.iter().flat_map(|pair| &pair.trials);
    let steps = trials().filter_map(|apart| apart.steps.last()).max();
    let last = trials().map(|apart| apart.largest.last().copied().flatten());
    match (steps, last.collect::<Option<Vec<f64>>>()) {
        (Some(steps), Some(last)) if last.iter().any(|&x| x >= 0.001) => tr!(
            "Within {steps} steps, rounding makes the losses of two backends differ by up to {percent}",
            steps,
            percent = percent(last.into_iter().fold(0.0, f64::max))
        ),
        _ => tr!("How far the losses of two backends drift apart").into(),
    }
}
