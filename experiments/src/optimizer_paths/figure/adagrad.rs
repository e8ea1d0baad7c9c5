//! O4: AdaGrad's learning rates.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use language::tr;
use training::shown::number;

use super::super::path::Path;
use super::found::{Record, named, rate};
use super::parts::by_step;

/// What AdaGrad multiplies the gradient by in x and in y, and the gradients that lower it; nothing if it was not
/// run.
pub fn rates(record: &Record) -> Option<Figure> {
    let path = named(record, "AdaGrad")?;
    let eta = rate(record, "AdaGrad");
    let gradients = [gradients(path, 0), gradients(path, 1)];
    let rates = [rates_after(&gradients[0], eta), rates_after(&gradients[1], eta)];
    let both = |values: &[Vec<f64>; 2]| -> [Mark; 2] {
        let line =
            |label, i: usize| by_step(label, Ink::Series(i), &values[i]).marked(Marker::SmallDot);
        [line(tr!("in x, along the valley"), 0), line(tr!("in y, across it"), 1)]
    };
    let gradients = gradients.map(|of| of.into_iter().map(f64::abs).collect::<Vec<_>>());
    let step = || Axis::new(tr!("step"));
    let figure = Figure::new(title(&rates))
        .subtitle(tr!(
            "the rate η/√h of each step, η = {rate}: it falls only as long as there is a gradient to add to h",
            rate = number(eta)
        ))
        .alt(tr!(
            "Left: AdaGrad's learning rate in x and in y against the step. Right: the size of the gradient in x \
             and in y against the step, on a logarithmic axis."
        ))
        .grid(2, 400.0, 250.0)
        .panel(
            Panel::new(tr!("the learning rate in each direction"))
                .x(step())
                .y(Axis::new("η / √h").range(0.0, 1.1 * highest(&rates)))
                .with_all(both(&rates)),
        )
        .panel(
            Panel::new(tr!("the gradient in each direction"))
                .x(step())
                .y(Axis::new(tr!("size of the gradient, logarithmic")).range(1e-6, 10.0).log())
                .with_all(both(&gradients)),
        );
    Some(figure)
}

/// ∂f/∂x = x/10 or ∂f/∂y = 2y at the start of each step.
fn gradients(path: &Path, coordinate: usize) -> Vec<f64> {
    let slope = [0.1, 2.0][coordinate];
    let starts = path.0.iter().take(path.0.len().saturating_sub(1));
    starts.map(|point| slope * point[coordinate]).collect()
}

/// η/√h in each step, where h is the sum of the squared gradients so far.
fn rates_after(gradients: &[f64], rate: f64) -> Vec<f64> {
    let sum = |h: &mut f64, gradient: &f64| {
        *h += gradient * gradient;
        Some(rate / h.sqrt())
    };
    gradients.iter().scan(0.0, sum).collect()
}

fn highest(rates: &[Vec<f64>; 2]) -> f64 {
    let finite = rates.iter().flatten().copied().filter(|rate| rate.is_finite());
    finite.fold(1e-9, f64::max)
}

/// What is left of each rate at the end, if both have fallen.
fn title(rates: &[Vec<f64>; 2]) -> String {
    let left = |rates: &[f64]| rates.last().zip(rates.first()).map_or(f64::NAN, |(z, a)| z / a);
    let [in_x, in_y] = [left(&rates[0]), left(&rates[1])];
    if !(in_x < 1.0 && in_y < 1.0) {
        return tr!("AdaGrad's learning rate in each direction").into();
    }
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    tr!(
        "AdaGrad's learning rate falls separately: to {in_x} of the first in x, to {in_y} in y",
        in_x = percent(in_x),
        in_y = percent(in_y)
    )
}
