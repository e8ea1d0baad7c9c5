//! O1 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::{message, tr, translated};
use training::mini_batches::Drawing;

use super::settings::Settings;
use super::trial::{Arm, Batches, Measured};

mod noise;

type Record = RecordOf<Batches>;

/// What the cost does not count.
const COST: &str = message!(
    "The cost is the number of images that gradients are computed on. A processor that \
     computes many images at once takes less time for an image of a large batch, so the difference in \
     time is smaller."
);

/// O1: mini-batches are cheaper than all images at each step, they have to be drawn at random, and their
/// gradients are inexact but correct on average.
pub fn claims(record: &Record) -> Vec<Claim> {
    costs(record).into_iter().chain(noise::claims(record)).collect()
}

/// What learning costs.
fn costs(record: &Record) -> Vec<Claim> {
    let settings = &record.settings;
    let all = Arm::Learning(Drawing::All).to_string();
    let cheaper = |&size: &usize| {
        let drawn = Arm::Learning(Drawing::WithReplacement(size)).to_string();
        let sentence = tr!(
            "randomly drawn mini-batches of {size} need fewer images than all images at each step (ln of \
             the ratio of costs)",
            size
        );
        claim("O1", sentence)
            .at_our_setting()
            .because(tr!("0 would mean that the gradient on all images is worth its cost"))
            .mind(translated(COST))
            .lacking(record.missing([all.as_str(), drawn.as_str()]))
            .above(0.0, &log_ratios(record, &all, &drawn))
    };
    let [ordered, drawn] = [Drawing::ByClass, Drawing::WithReplacement]
        .map(|drawing| Arm::Learning(drawing(settings.ordered)).to_string());
    let sentence = tr!(
        "mini-batches of {size} in the order of the classes need more images than randomly drawn ones (ln of \
         the ratio of costs)",
        size = settings.ordered
    );
    let random = claim("O1", sentence)
        .at_our_setting()
        .because(tr!("0 would mean that mini-batches need not be random"))
        .mind(given_up(record, &ordered))
        .lacking(record.missing([ordered.as_str(), drawn.as_str()]))
        .above(0.0, &log_ratios(record, &ordered, &drawn));
    settings.batch_sizes.iter().map(cheaper).chain([random]).collect()
}

/// For each seed ln of the cost of one arm over that of another.
pub fn log_ratios(record: &Record, dear: &str, cheap: &str) -> Vec<f64> {
    record.differences(dear, cheap, |measured| cost(measured, &record.settings).ln())
}

/// How many images gradients were computed on until the target was reached. Where it was not, this is the
/// largest number that was allowed, which the cost would have exceeded. NaN where training diverged: more
/// images would not have helped.
pub fn cost(measured: &Measured, settings: &Settings) -> f64 {
    let Some(progress) = measured.progress().filter(|progress| !progress.diverged) else {
        return f64::NAN;
    };
    match (progress.reached, progress.images.last()) {
        (true, Some(&images)) => images as f64,
        _ => settings.most_images() as f64,
    }
}

/// Whether the target was missed at some seeds.
fn given_up(record: &Record, arm: &str) -> String {
    let trials = || record.arm(arm).filter_map(Measured::progress);
    let of = trials().count();
    match trials().filter(|progress| !progress.reached).count() {
        0 => String::new(),
        missed => tr!(
            "At {missed} of {of} seeds they did not reach the loss within {passes} passes, so their cost is \
             larger than what is counted.",
            missed,
            of,
            passes = record.settings.passes
        ),
    }
}
