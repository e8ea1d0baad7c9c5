//! The loss against the number of images, the cost of each way to draw them, and the table.

use figures::{Axis, Figure, Ink, Interval, Mark, Panel};
use lab::curves::legend;
use lab::experiment::{Drawing, RecordOf};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, number};
use language::tr;
use training::mini_batches;
use training::shown;
use training::statistics::{mean, median};

use super::claims::{cost, log_ratios};
use super::trial::{Arm, Batches, Measured};

mod noise;

type Record = RecordOf<Batches>;

/// The figures, with the names of their files.
pub fn figures(record: &Record) -> Vec<(&'static str, Drawing)> {
    vec![("mini_batches", figure(record).into()), ("gradient_noise", noise::figure(record).into())]
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
    for drawing in settings.drawings() {
        let name = Arm::Learning(drawing).to_string();
        let costs = record.values(&name, |measured| cost(measured, settings));
        let trials = || record.arm(&name).filter_map(Measured::progress);
        let reached = trials().filter(|progress| progress.reached).count();
        let steps: Vec<f64> = trials().map(|progress| progress.steps as f64).collect();
        let diverged = trials().map(|progress| progress.diverged.then_some(progress.steps));
        table.row([
            shown_name(drawing),
            shown::number(settings.learning_rate(drawing)),
            number(mean(&costs)),
            number(mean(&costs) / settings.images as f64),
            number(mean(&steps)),
            legend(&tr!("{reached} of {all}", reached, all = costs.len()), diverged),
            with_over_without(record, drawing),
        ]);
    }
    table
}

/// The arm's name for a reader; it displays as the key of its trials in the record.
fn shown_name(drawing: mini_batches::Drawing) -> String {
    match drawing {
        mini_batches::Drawing::All => tr!("all images").into(),
        mini_batches::Drawing::WithReplacement(size) => tr!("{size} with replacement", size),
        mini_batches::Drawing::WithoutReplacement(size) => tr!("{size} without replacement", size),
        mini_batches::Drawing::ByClass(size) => tr!("{size} in the order of the classes", size),
    }
}

/// The ratio of the costs with and without replacement with its interval, in the row of the former.
fn with_over_without(record: &Record, drawing: mini_batches::Drawing) -> String {
    let mini_batches::Drawing::WithReplacement(size) = drawing else { return "–".into() };
    let with = Arm::Learning(drawing).to_string();
    let without = Arm::Learning(mini_batches::Drawing::WithoutReplacement(size)).to_string();
    let ratios = log_ratios(record, &with, &without);
    let ratio = |ln: f64| number(ln.exp());
    match interval(&ratios) {
        Some((low, high)) => {
            format!("{} [{}, {}]", ratio(mean(&ratios)), ratio(low), ratio(high))
        }
        None => ratio(mean(&ratios)),
    }
}

/// The same in fewer words, for the figure. Drawing without replacement costs almost the same as drawing with it,
/// so the figure leaves it out, and the table has it.
fn short_name(drawing: mini_batches::Drawing) -> Option<String> {
    match drawing {
        mini_batches::Drawing::All => Some(tr!("all images").into()),
        mini_batches::Drawing::WithReplacement(size) => Some(tr!("{size} at random", size)),
        mini_batches::Drawing::WithoutReplacement(_) => None,
        mini_batches::Drawing::ByClass(size) => Some(tr!("{size} by class", size)),
    }
}

/// The curves of the loss at the first seed, and the costs at all seeds.
fn figure(record: &Record) -> Figure {
    let settings = &record.settings;
    let middle = |name: &str| median(&record.values(name, |measured| cost(measured, settings)));
    let named = |drawing| Some((Arm::Learning(drawing).to_string(), short_name(drawing)?));
    let arms: Vec<(String, String)> = settings.drawings().into_iter().filter_map(named).collect();
    let mut images: Vec<usize> = Vec::new();
    let mut curves = Vec::new();
    for (i, (arm, name)) in arms.iter().enumerate() {
        let Some(progress) = record.arm(arm).find_map(Measured::progress) else {
            continue;
        };
        // The first check is before the first step, at 0 images, which a logarithmic axis cannot show.
        let points = progress.images.iter().zip(&progress.losses).skip(1);
        let points = points.map(|(&images, &loss)| [images as f64, loss]).collect();
        images.extend(progress.images.iter().skip(1));
        curves.push(Mark::line(name, Ink::Series(i), points));
    }
    let ends = [images.iter().min(), images.iter().max()];
    let target = ends.into_iter().flatten().map(|&x| [x as f64, settings.target]).collect();
    let intervals = arms.iter().enumerate().map(|(i, (arm, _))| {
        let costs = record.values(arm, |measured| cost(measured, settings));
        Interval {
            row: i as f64,
            value: mean(&costs),
            low: costs.iter().copied().fold(f64::INFINITY, f64::min),
            high: costs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ink: Ink::Series(i),
        }
    });
    let names: Vec<&String> = arms.iter().map(|(_, name)| name).collect();
    let count = names.len() as f64;
    let book = Arm::Learning(mini_batches::Drawing::WithReplacement(settings.ordered)).to_string();
    let all = Arm::Learning(mini_batches::Drawing::All).to_string();
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
                .with_all(curves)
                .with(Mark::line(tr!("target"), Ink::Text, target).dashed().thick(1.2)),
        )
        .panel(
            Panel::new("")
                .x(Axis::new(tr!("cost in images, logarithmic")).log())
                .y(Axis::categories(names).range(count - 0.5, -0.5))
                .with(Mark::Intervals { intervals: intervals.collect() }),
        )
}
