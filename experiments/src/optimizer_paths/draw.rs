//! The figures of the optimizer paths.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};

use super::{OptimizerPaths, f};
use lab::experiment::RecordOf;

/// Each optimizer's path over the valley's contours.
pub fn paths(record: &RecordOf<OptimizerPaths>) -> Figure {
    let levels = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0];
    let panels = super::paths(record).map(|(name, path)| {
        let place = |label: &str, at: [f64; 2], marker| Mark::Points {
            label: label.into(),
            points: vec![(at, Ink::Text)],
            marker,
        };
        let rate = record.settings.learning_rates.of(name.split(' ').next().unwrap_or(""));
        let line = Mark::line("path, a dot a step", Ink::Series(5), path.0.clone());
        let diverged = path.diverged_at(&record.settings);
        let diverged = diverged.map_or(String::new(), |step| format!(": diverges at {step}"));
        Panel::new(format!("{name}, η = {rate}{diverged}"))
            .x(Axis::new("x").range(-8.5, 4.5))
            .y(Axis::new("y").range(-3.2, 3.2))
            .with(Mark::contours(f, levels))
            .with(line.marked(Marker::SmallDot))
            .with(place("start", path.0[0], Marker::Square))
            .with(place("minimum", [0.0, 0.0], Marker::Plus))
    });
    Figure::new("How optimizers find the lowest point of a valley")
        .subtitle(format!(
            "f(x, y) = x²/20 + y²; each optimizer has its own η, and all take {} steps",
            record.settings.steps
        ))
        .alt(
            "For each optimizer its path over the contours of f: SGD zig-zags across the valley, \
              Momentum swings along it, AdaGrad and Adam bend towards the minimum.",
        )
        .grid(3, 270.0, 180.0)
        .shared_axes()
        .panels(panels)
}

/// How large each step is in each direction.
pub fn step_sizes(record: &RecordOf<OptimizerPaths>) -> Figure {
    let sizes = |title: &str, coordinate: usize| {
        let lines = super::paths(record).enumerate().map(|(i, (name, path))| {
            let sizes = path.steps(coordinate);
            let points =
                sizes.iter().enumerate().map(|(t, &size)| [t as f64 + 1.0, size.max(1e-6)]);
            let line = Mark::line(name, Ink::Series(i), points.collect());
            if i >= 4 { line.dashed() } else { line }
        });
        Panel::new(title)
            .x(Axis::new("step"))
            .y(Axis::new("size of the step").range(1e-5, 10.0).log())
            .with_all(lines)
    };
    Figure::new("How large each step is, in each direction")
        .subtitle(
            "vertical axis logarithmic: a straight line falls by the same factor at every step",
        )
        .alt("Step sizes in x and in y on a logarithmic scale, for each optimizer.")
        .grid(2, 400.0, 260.0)
        .panels([sizes("along the valley: |Δx|", 0), sizes("across the valley: |Δy|", 1)])
}

/// What AdaGrad's step is to the gradient, in each direction; nothing where AdaGrad was left out.
pub fn adagrad_rates(record: &RecordOf<OptimizerPaths>) -> Option<Figure> {
    let (_, path) = super::paths(record).find(|(name, _)| *name == "AdaGrad")?;
    let rate = |label: &str, coordinate: usize| {
        let rates = path.rates(coordinate);
        let points = rates.iter().enumerate().map(|(t, &rate)| [t as f64 + 1.0, rate]);
        Mark::line(label, Ink::Series(coordinate), points.collect()).marked(Marker::SmallDot)
    };
    let figure = Figure::new("AdaGrad's learning rate falls, in each direction by its own measure")
        .subtitle("what the gradient is multiplied by at each step, while it is large enough to tell")
        .alt(
            "The learning rate against the step on a logarithmic scale, in x and in y. Both fall; the \
             one in y, where the slope is steep, is far below the other.",
        )
        .panel(
            Panel::new("")
                .x(Axis::new("step").range(1.0, path.0.len() as f64 - 1.0))
                .y(Axis::new("η / √h, logarithmic").log())
                .with(rate("in x, along the valley", 0))
                .with(rate("in y, across it", 1)),
        );
    Some(figure)
}
