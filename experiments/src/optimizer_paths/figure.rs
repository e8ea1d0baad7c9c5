//! The figures and the table.

use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, number};
use training::shown;

use super::path::Path;
use super::trial::{Measured, OptimizerPaths};
use super::valley::f;

/// The paths, the sizes of their steps, and AdaGrad's learning rates if AdaGrad was run.
pub fn figures(record: &RecordOf<OptimizerPaths>) -> Vec<(&'static str, Drawing)> {
    let mut figures = vec![
        ("optimizer_paths", optimizer_paths(record).into()),
        ("step_sizes", step_sizes(record).into()),
    ];
    figures.extend(adagrad_rates(record).map(|figure| ("adagrad_rates", figure.into())));
    figures
}

/// The statement that each figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        "step_sizes" => "O3",
        "adagrad_rates" => "O4",
        _ => "O2",
    }
}

/// Where each optimizer ends, and how it gets there.
pub fn table(record: &RecordOf<OptimizerPaths>) -> Table {
    let mut table =
        Table::new(["optimizer", "f at the end", "sign changes of y", "path length in y"]);
    for (name, path) in paths(record) {
        table.row([
            name.into(),
            match path.diverged_at(&record.settings) {
                Some(_) => "diverged".into(),
                None => number(path.end()),
            },
            path.sign_changes().to_string(),
            number(path.length_in_y()),
        ]);
    }
    table
}

/// The single paths, each with the name of its arm.
pub fn paths(record: &RecordOf<OptimizerPaths>) -> impl Iterator<Item = (&str, &Path)> {
    record.arms.iter().filter_map(|arm| match &arm.trials.first()?.measured {
        Measured::Path(path) => Some((arm.name.as_str(), path)),
        Measured::Paths(_) => None,
    })
}

/// Each optimizer's path over the contours of the valley.
fn optimizer_paths(record: &RecordOf<OptimizerPaths>) -> Figure {
    let levels = [0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 9.0];
    let panels = paths(record).map(|(name, path)| {
        let place = |label: &str, at: [f64; 2], marker| Mark::Points {
            label: label.into(),
            points: vec![(at, Ink::Text)],
            marker,
        };
        let rate = record.settings.learning_rates.of(name.split(' ').next().unwrap_or(""));
        let line = Mark::line("path, one dot per step", Ink::Series(5), path.0.clone());
        let diverged = path.diverged_at(&record.settings);
        let diverged = diverged.map_or(String::new(), |step| format!(": diverges at {step}"));
        Panel::new(format!("{name}, η = {}{diverged}", shown::number(rate)))
            .x(Axis::new("x").range(-8.5, 4.5))
            .y(Axis::new("y").range(-3.2, 3.2))
            .with(Mark::contours(f, levels))
            .with(line.marked(Marker::SmallDot))
            .with(place("start", path.0[0], Marker::Square))
            .with(place("minimum", [0.0, 0.0], Marker::Plus))
    });
    let sgd = paths(record).find(|(name, _)| *name == "SGD").map(|(_, path)| path.sign_changes());
    Figure::new(match sgd {
        Some(crossings) if crossings > 1 => {
            format!("SGD crosses the floor of the valley {crossings} times")
        }
        _ => "How optimizers descend into a valley".into(),
    })
    .subtitle(format!(
        "f(x, y) = x²/20 + y²; each optimizer has its own η and takes {} steps",
        record.settings.steps
    ))
    .alt(
        "The path of each optimizer over the contours of f. At the book's learning rates SGD zig-zags \
         across the valley, Momentum swings along it, and AdaGrad and Adam bend towards the minimum.",
    )
        .grid(3, 270.0, 180.0)
        .shared_axes()
        .panels(panels)
}

/// The size of each step in x and in y.
fn step_sizes(record: &RecordOf<OptimizerPaths>) -> Figure {
    let sizes = |title: &str, coordinate: usize| {
        let lines = paths(record).enumerate().map(|(i, (name, path))| {
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
    Figure::new("Step sizes along and across the valley")
        .subtitle(
            "logarithmic vertical axis: a straight line means that each step shrinks by the same factor",
        )
        .alt("Step sizes in x and in y on a logarithmic scale, for each optimizer.")
        .grid(2, 400.0, 260.0)
        .panels([sizes("along the valley: |Δx|", 0), sizes("across the valley: |Δy|", 1)])
}

/// What AdaGrad multiplies the gradient by, in x and in y; nothing if AdaGrad was not run.
fn adagrad_rates(record: &RecordOf<OptimizerPaths>) -> Option<Figure> {
    let (_, path) = paths(record).find(|(name, _)| *name == "AdaGrad")?;
    let rate = |label: &str, coordinate: usize| {
        let rates = path.rates(coordinate);
        let points = rates.iter().enumerate().map(|(t, &rate)| [t as f64 + 1.0, rate]);
        Mark::line(label, Ink::Series(coordinate), points.collect()).marked(Marker::SmallDot)
    };
    let figure = Figure::new("AdaGrad's learning rate falls separately in each direction")
        .subtitle("the factor by which each step multiplies the gradient, until rounding hides it")
        .alt(
            "The learning rate in x and in y against the step, on a logarithmic scale. Both fall; the \
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
