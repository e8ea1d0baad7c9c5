//! What the report's reader moves: the size of the mini-batches, while watching how their gradients scatter.

mod drawing;

use lab::experiment::RecordOf;
use lab::explorer::{Control, Explorer};
use lab::table::number;
use language::tr;
use training::statistics::mean;

use self::drawing::{drawing, slots};
use super::noise::{Gradients, MINI_BATCHES};
use super::trial::{Batches, NOISE};

/// The explorer of the sizes, at the first seed; none if the noise was not measured.
pub fn explorers(record: &RecordOf<Batches>) -> Vec<Explorer> {
    let Some(measured) = record.arm(NOISE).next() else { return Vec::new() };
    let all = measured.noise();
    let controls = vec![Control {
        label: tr!("images in the mini-batch"),
        choices: all.iter().map(|gradients| gradients.size.to_string()).collect(),
        begins_at: 0,
        slides: true,
    }];
    let states = Explorer::states(&controls, |at| slots(&all[at[0]], story(&all[at[0]])));
    vec![Explorer {
        id: "mini-batch-size",
        statement: "O1",
        heading: tr!("the size of the mini-batches"),
        about: tr!(
            "The thick arrow is the gradient on all {images} images, at the initial weights. Each small dot is the \
             end of the gradient of one of {count} random mini-batches, which starts at the same point. All are \
             drawn above the arrow, but they lie on all sides of it, in tens of thousands of dimensions, so their errors \
             cancel: the large dot is their mean. The drawing zooms so that all fit; angles are true. How many \
             images does it take until a mini-batch points about the right way? And how close does the large dot \
             come to the tip of the arrow?",
            count = MINI_BATCHES,
            images = record.settings.images
        ),
        drawing: drawing(&states[0]),
        controls,
        states,
    }]
}

/// How far one mini-batch is off, and how far the mean of all.
fn story(gradients: &Gradients) -> String {
    tr!(
        "Images in each mini-batch: {size}. Its gradient deviates by {deviation} times the length of the exact one, \
         and the angle between them is {angle}° on average. The mean of all {count} gradients deviates by only \
         {of_mean} times that length.",
        size = gradients.size,
        deviation = rough(gradients.mean_square().sqrt()),
        angle = format!("{:.0}", mean(&gradients.angles())),
        count = MINI_BATCHES,
        of_mean = rough(gradients.of_mean)
    )
}

/// A number with two significant digits.
fn rough(x: f64) -> String {
    number(format!("{x:.1e}").parse().unwrap_or(x))
}
