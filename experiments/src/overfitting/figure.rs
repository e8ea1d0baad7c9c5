//! Accuracies and their gap in each sweep, a figure for each statement, and the table.

use figures::Figure;
use lab::curves::over_seeds;
use lab::experiment::{Drawing, Experiment, RecordOf};
use lab::table::{Table, whole};
use language::tr;
use training::epochs::{Curves, Plan};
use training::shown;
use training::statistics::mean;

use super::settings::Settings;
use super::sweep::{Sweep, name, sweeps};
use super::trial::Overfitting;
use crate::shared::epochs;
use crate::shared::finding::{Direction, direction, points};

/// The figure about the size of the network, that about the images, and that about the initial weights.
const SIZE: &str = "overfitting_size";
const IMAGES: &str = "overfitting_images";
const INITIAL_WEIGHTS: &str = "overfitting_initial_weights";

/// The statement that a figure belongs to.
pub fn shown_at(figure: &str) -> &'static str {
    match figure {
        IMAGES => "V2",
        INITIAL_WEIGHTS => "I1",
        _ => "V1",
    }
}

/// What each sweep varies.
pub(super) fn labels() -> [&'static str; 4] {
    [
        tr!("training images"),
        tr!("neurons per layer"),
        tr!("hidden layers"),
        tr!("initial weights, relative to He's"),
    ]
}

/// The figures, each with the name of its files.
pub fn figures(record: &RecordOf<Overfitting>) -> Vec<(&'static str, Drawing)> {
    let sweeps = sweeps(&record.settings);
    let [images, width, depth, scale] = &sweeps;
    let [of_images, of_width, of_depth, of_scale] = labels();
    let arms = |sweep: &Sweep| -> Vec<(String, String)> {
        sweep.plans.iter().map(|(value, plan)| (name(plan), value.clone())).collect()
    };
    let panel = |label, sweep: &Sweep| epochs::gap_panel(record, label, &arms(sweep));
    let size = Figure::new(title_of_size(record, width, depth))
        .subtitle(subtitle(record))
        .alt(tr!(
            "Training accuracy, test accuracy and the gap between them against the neurons per layer. In another \
             panel, the gap against the number of hidden layers, magnified."
        ))
        .grid(2, 330.0, 250.0)
        .panel(panel(of_width, width))
        .panel(epochs::gap_alone_panel(record, of_depth, &arms(depth)));
    let of_one = |title: String, alt: &str, label, sweep| {
        let figure = Figure::new(title).subtitle(subtitle(record)).alt(alt);
        figure.grid(1, 520.0, 270.0).panel(panel(label, sweep))
    };
    let alt = tr!(
        "Training accuracy, test accuracy and the gap between them against the number of training images."
    );
    let few_images = of_one(title_of_images(record, images), alt, of_images, images);
    let alt = tr!(
        "Training accuracy, test accuracy and the gap between them against the standard deviation of the initial \
         weights, relative to He's."
    );
    let initial_weights = of_one(title_of_scale(record, scale), alt, of_scale, scale);
    vec![
        (SIZE, size.into()),
        (IMAGES, few_images.into()),
        (INITIAL_WEIGHTS, initial_weights.into()),
    ]
}

/// The network and its images, as far as a figure does not vary them.
fn subtitle(record: &RecordOf<Overfitting>) -> String {
    let Settings { images, width, depth, .. } = record.settings;
    tr!(
        "where not varied: 784-{width}×{depth}-10 on {images} images, drawn anew for each seed; {seeds}",
        width,
        depth,
        images,
        seeds = over_seeds(record)
    )
}

/// On which side of 0 the gap at index `a` minus the gap at index `b` is.
fn wider(record: &RecordOf<Overfitting>, sweep: &Sweep, a: usize, b: usize) -> Direction {
    direction(&record.differences(&sweep.arm(a), &sweep.arm(b), Curves::gap))
}

fn mean_gap(record: &RecordOf<Overfitting>, sweep: &Sweep, i: usize) -> f64 {
    mean(&record.values(&sweep.arm(i), Curves::gap))
}

/// What the seeds show about the number of neurons, and about the number of layers.
fn title_of_size(record: &RecordOf<Overfitting>, width: &Sweep, depth: &Sweep) -> String {
    match (finding_on_width(record, width), finding_on_depth(record, depth)) {
        (Some(neurons), Some(layers)) => tr!("{neurons}. {layers}", neurons, layers),
        (Some(neurons), None) => neurons,
        // Only together with the first sentence it is clear what grows or shrinks.
        (None, _) => tr!("How far a network overfits, by its neurons and layers").to_owned(),
    }
}

/// Whether the gap widens with the number of neurons, or is widest somewhere between.
fn finding_on_width(record: &RecordOf<Overfitting>, width: &Sweep) -> Option<String> {
    let last = width.last();
    let gap = |i: usize| mean_gap(record, width, i);
    let widest = (0..=last).max_by(|&a, &b| gap(a).total_cmp(&gap(b))).unwrap_or(last);
    let most = width.value(last);
    match [0, last].map(|end| wider(record, width, widest, end)) {
        [Direction::Up, Direction::Up] => Some(tr!(
            "The gap is widest with {neurons} neurons per layer, and narrower with {most}",
            neurons = width.value(widest),
            most
        )),
        [Direction::Up, _] if widest == last => {
            Some(tr!("The gap is widest with the most neurons per layer: {most}", most))
        }
        _ => None,
    }
}

/// Whether the gap is wider or narrower with the most hidden layers than with the fewest.
fn finding_on_depth(record: &RecordOf<Overfitting>, depth: &Sweep) -> Option<String> {
    let (few, many) = (depth.value(0), depth.value(depth.last()));
    let by = points(mean_gap(record, depth, depth.last()) - mean_gap(record, depth, 0));
    match wider(record, depth, depth.last(), 0) {
        Direction::Up => {
            Some(tr!("From {few} to {many} hidden layers it grows by {by} points", few, many, by))
        }
        Direction::Down => {
            Some(tr!("From {few} to {many} hidden layers it shrinks by {by} points", few, many, by))
        }
        Direction::Unclear => None,
    }
}

/// The number of training images at an index, as it is written in a sentence: "10,000".
pub(super) fn number_of_images(images: &Sweep, i: usize) -> String {
    whole(images.plans[i].1.images.count() as u64)
}

/// Whether each step to more images narrows the gap.
fn title_of_images(record: &RecordOf<Overfitting>, images: &Sweep) -> String {
    let last = images.last();
    let narrows = |i| wider(record, images, i - 1, i) == Direction::Up;
    match last > 0 && (1..=last).all(narrows) {
        true => tr!(
            "More training images narrow the gap: from {wide} points with {few} to {narrow} with {many}",
            wide = points(mean_gap(record, images, 0)),
            few = number_of_images(images, 0),
            narrow = points(mean_gap(record, images, last)),
            many = number_of_images(images, last)
        ),
        false => tr!("How far a network overfits, by the number of its training images").to_owned(),
    }
}

/// Whether initial weights larger than He's widen the gap, and smaller ones narrow it.
fn title_of_scale(record: &RecordOf<Overfitting>, scale: &Sweep) -> String {
    let he = scale.plans.iter().position(|(_, plan)| plan.initial_scale == 1.0);
    let compared =
        he.map(|he| [wider(record, scale, scale.last(), he), wider(record, scale, he, 0)]);
    match compared {
        Some([Direction::Up, Direction::Up]) => {
            tr!("The smaller the initial weights, the narrower the gap")
        }
        Some([Direction::Up, Direction::Down]) => {
            tr!("Initial weights larger than He's widen the gap, and so do smaller ones")
        }
        // That the seeds do not show an effect of smaller ones is no finding.
        Some([Direction::Up, Direction::Unclear]) => {
            tr!("Initial weights larger than He's widen the gap")
        }
        _ => tr!("How far a network overfits, by its initial weights"),
    }
    .to_owned()
}

/// A network as it is shown: as [`name`] names it, in the current language.
fn shown_network(plan: &Plan) -> String {
    let Plan { images, hidden, initial_scale, .. } = plan;
    let (images, width, scale) = (images.count(), hidden[0], shown::number(*initial_scale));
    match hidden.len() {
        1 => tr!("{images} images, 1 layer of {width}, {scale} × He", images, width, scale),
        depth => {
            tr!(
                "{images} images, {depth} layers of {width}, {scale} × He",
                images,
                depth,
                width,
                scale
            )
        }
    }
}

/// Accuracies, gap and norm at the end: a row for each network.
pub fn table(record: &RecordOf<Overfitting>) -> Table {
    let arms = Overfitting::arms(&record.settings);
    epochs::table(record, tr!("network"), |name| {
        let arm = arms.iter().find(|arm| arm.name == name);
        arm.map_or_else(|| name.to_owned(), |arm| shown_network(&arm.plan))
    })
}
