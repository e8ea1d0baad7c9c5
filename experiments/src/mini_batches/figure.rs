//! The loss against the number of images, the cost of each way to draw them, and the table.

use figures::{Axis, Figure, Ink, Mark, Panel};
use lab::curves::legend;
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, number};
use language::tr;
use training::mini_batches;
use training::shown;
use training::statistics::{mean, median};

use super::claims::{cost, log_ratios};
use super::trial::{Arm, Batches};

type Record = RecordOf<Batches>;

/// The figure, with the name of its files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("mini_batches", figure(record).into())]
}

/// The cost of each way to draw, and how much drawing with replacement adds to it.
pub fn table(record: &Record) -> Table {
    let mut table = Table::new([
        tr!("images of each step"),
        "η",
        tr!("cost in images"),
        tr!("passes over the images"),
        tr!("steps"),
        tr!("seeds that reached the loss"),
        tr!("cost with over without replacement"),
    ]);
    let settings = &record.settings;
    for arm in Batches::arms(settings) {
        let name = arm.to_string();
        let costs = record.values(&name, |progress| cost(progress, settings));
        let reached = record.arm(&name).filter(|progress| progress.reached).count();
        let diverged =
            record.arm(&name).map(|progress| progress.diverged.then_some(progress.steps));
        table.row([
            shown_name(arm),
            shown::number(settings.learning_rate(arm.0)),
            number(mean(&costs)),
            number(mean(&costs) / settings.images as f64),
            number(mean(&record.values(&name, |progress| progress.steps as f64))),
            legend(&tr!("{reached} of {all}", reached, all = costs.len()), diverged),
            with_over_without(record, arm),
        ]);
    }
    table
}

/// The arm's name for a reader; it displays as the key of its trials in the record.
fn shown_name(arm: Arm) -> String {
    match arm.0 {
        mini_batches::Drawing::All => tr!("all images").into(),
        mini_batches::Drawing::WithReplacement(size) => tr!("{size} with replacement", size),
        mini_batches::Drawing::WithoutReplacement(size) => tr!("{size} without replacement", size),
        mini_batches::Drawing::ByClass(size) => tr!("{size} in the order of the classes", size),
    }
}

/// The ratio of the costs with and without replacement with its interval, in the row of the former.
fn with_over_without(record: &Record, arm: Arm) -> String {
    let mini_batches::Drawing::WithReplacement(size) = arm.0 else { return "–".into() };
    let without = Arm(mini_batches::Drawing::WithoutReplacement(size)).to_string();
    let ratios = log_ratios(record, &arm.to_string(), &without);
    let ratio = |ln: f64| number(ln.exp());
    match interval(&ratios) {
        Some((low, high)) => {
            format!("{} [{}, {}]", ratio(mean(&ratios)), ratio(low), ratio(high))
        }
        None => ratio(mean(&ratios)),
    }
}

/// The curves of the loss at the first seed, and the costs at all seeds.
fn figure(record: &Record) -> Figure {
    let settings = &record.settings;
    let arms = Batches::arms(settings);
    let middle = |name: &str| median(&record.values(name, |progress| cost(progress, settings)));
    let curves = arms.iter().enumerate().filter_map(|(i, arm)| {
        let name = arm.to_string();
        let progress = record.arm(&name).next()?;
        // The first check is before the first step, at 0 images, which a logarithmic axis cannot show.
        let points = progress.images.iter().zip(&progress.losses).skip(1);
        let points = points.map(|(&images, &loss)| [images as f64, loss]).collect();
        let line = Mark::line(shown_name(*arm), Ink::Series(series(i)), points);
        Some(if matches!(arm.0, mini_batches::Drawing::WithoutReplacement(_)) {
            line.dashed()
        } else {
            line
        })
    });
    let rows = arms.iter().map(|arm| {
        let costs = record.values(&arm.to_string(), |progress| cost(progress, settings));
        let low = costs.iter().copied().fold(f64::INFINITY, f64::min);
        let high = costs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (mean(&costs), low, high)
    });
    let names: Vec<String> = arms.iter().copied().map(shown_name).collect();
    let count = names.len() as f64;
    let book = Arm(mini_batches::Drawing::WithReplacement(settings.ordered)).to_string();
    let all = Arm(mini_batches::Drawing::All).to_string();
    let ratio = middle(&all) / middle(&book);
    let title = match ratio > 1.0 {
        true => tr!(
            "Mini-batches of {size} learn at 1/{ratio} of the cost of all images at each step",
            size = settings.ordered,
            ratio = ratio.round()
        ),
        false => tr!("What does learning cost with mini-batches and with all images?").into(),
    };
    Figure::new(title)
        .subtitle(tr!(
            "images that gradients are computed on until the loss on all {images} training images is \
             {target}; left: one seed, right: {mean} with the range",
            images = settings.images,
            target = settings.target,
            mean = mean_of(record.provenance.seeds.len())
        ))
        .alt(tr!(
            "Left: the loss on all training images against the number of images that gradients were \
             computed on, for each way to draw them. Right: the number at which the loss reaches the \
             target, on a logarithmic axis."
        ))
        .grid(2, 400.0, 300.0)
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("images, logarithmic")).log())
                .y(Axis::new(tr!("loss on all training images")).range(0.0, 2.5))
                .with(Mark::level(tr!("target"), settings.target))
                .with_all(curves),
        )
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("cost in images, logarithmic")).log())
                .y(Axis::categories(names).range(count - 0.5, -0.5))
                .with(Mark::intervals(Ink::Series(0), rows)),
        )
}

/// The colour of an arm: the same with and without replacement.
fn series(arm: usize) -> usize {
    arm.div_ceil(2)
}
