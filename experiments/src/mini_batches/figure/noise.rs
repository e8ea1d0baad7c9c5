//! How inexact the gradient of a mini-batch is, against the number of its images.

use figures::{Axis, Band, Figure, Ink, Mark, Marker, Panel};
use lab::curves::drawn_over_seeds;
use lab::experiment::RecordOf;
use language::tr;
use training::statistics::mean;

use crate::mini_batches::noise::{Gradients, MINI_BATCHES};
use crate::mini_batches::trial::{Batches, Measured, NOISE};

type Record = RecordOf<Batches>;

/// The deviation and the angle.
pub fn figure(record: &Record) -> Figure {
    let sizes = record.settings.noise_sizes();
    let each = at_seeds(record, &sizes, |g| g.mean_square().sqrt());
    let of_mean = at_seeds(record, &sizes, |g| g.of_mean);
    let angles = at_seeds(record, &sizes, |g| mean(&g.angles()));
    let one = (Ink::Series(0), tr!("one mini-batch").to_owned());
    let all = (Ink::Series(1), tr!("mean of {count} mini-batches", count = MINI_BATCHES));
    let size_axis = || Axis::new(tr!("images in the mini-batch, logarithmic")).log();
    Figure::new(title(&sizes, &each))
        .subtitle(tr!(
            "{count} random mini-batches of each size at the initial weights, compared with the gradient on all \
             {images} training images; deviation: root mean square; {range}",
            count = MINI_BATCHES,
            images = record.settings.images,
            range = drawn_over_seeds(record, tr!("line"), tr!("band"))
        ))
        .alt(tr!(
            "Left: the deviation of a mini-batch's gradient from the gradient on all training images, divided by \
             the length of the latter, against the number of images, both axes logarithmic; below it, that of \
             the mean of all mini-batches. Both fall along the dashed lines 1/√size. Right: the angle between \
             the two gradients."
        ))
        .grid(2, 400.0, 300.0)
        .panel(
            Panel::new(tr!("deviation"))
                .x(size_axis())
                .y(Axis::new(tr!("deviation / length of the gradient, logarithmic")).log())
                .with_all(curve(&sizes, &one.1, one.0, &each))
                .with_all(curve(&sizes, &all.1, all.0, &of_mean))
                .with_all(square_root(&sizes, &each)),
        )
        .panel(
            Panel::new(tr!("direction"))
                .x(size_axis())
                .y(Axis::new(tr!("angle to the gradient on all images, degrees")).range(0.0, 90.0))
                .with_all(curve(&sizes, &one.1, one.0, &angles)),
        )
}

/// How many times as exact ten times the images make it, if it is about √10.
fn title(sizes: &[usize], each: &[Vec<f64>]) -> String {
    let ends = (sizes.first(), sizes.last(), each.first(), each.last());
    let times = match ends {
        (Some(&small), Some(&large), Some(first), Some(last)) if small < large => {
            let slope = (mean(first) / mean(last)).ln() / (large as f64 / small as f64).ln();
            10f64.powf(slope)
        }
        _ => f64::NAN,
    };
    match (2.5..4.0).contains(&times) {
        true => tr!(
            "Ten times as many images make the gradient of a mini-batch only {times} times as exact",
            times = format!("{times:.1}")
        ),
        false => tr!("How inexact is the gradient of a mini-batch?").into(),
    }
}

/// For each size the number of each seed.
fn at_seeds(record: &Record, sizes: &[usize], number: fn(&Gradients) -> f64) -> Vec<Vec<f64>> {
    let at = |i: usize| {
        let of_seed = |measured: &Measured| measured.noise().get(i).map(number);
        record.arm(NOISE).filter_map(of_seed).collect()
    };
    (0..sizes.len()).map(at).collect()
}

/// The mean over the seeds, and the range behind it.
fn curve(sizes: &[usize], name: &str, ink: Ink, numbers: &[Vec<f64>]) -> [Mark; 2] {
    let steps = sizes.iter().zip(numbers).map(|(&size, numbers)| Band {
        x: size as f64,
        low: numbers.iter().copied().fold(f64::INFINITY, f64::min),
        high: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    });
    let points = sizes.iter().zip(numbers).map(|(&size, numbers)| [size as f64, mean(numbers)]);
    let line = Mark::line(name, ink, points.collect()).marked(Marker::Dot);
    [Mark::Band { ink, steps: steps.collect() }, line]
}

/// What the theory says: from the deviation of a mini-batch of the first size down as 1/√size, and the same
/// for the mean of all mini-batches.
fn square_root(sizes: &[usize], each: &[Vec<f64>]) -> Vec<Mark> {
    let (Some(&first), Some(numbers)) = (sizes.first(), each.first()) else {
        return Vec::new();
    };
    let line = |label: &str, count: usize| {
        let at = |&size: &usize| {
            let images = (size * count) as f64 / first as f64;
            [size as f64, mean(numbers) / images.sqrt()]
        };
        Mark::line(label, Ink::Text, sizes.iter().map(at).collect()).dashed().thick(1.2)
    };
    vec![line(tr!("1/√size"), 1), line("", MINI_BATCHES)]
}
