//! The gradient of a mini-batch is inexact, but correct on average.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, claim};
use language::tr;
use training::statistics::mean;

use crate::mini_batches::noise::{Gradients, MINI_BATCHES};
use crate::mini_batches::trial::{Batches, NOISE};

type Record = RecordOf<Batches>;

/// How far the ratio of two mean squares may be from the ratio of the sizes: 20 % (ln 1.2 = 0.18).
///
/// With replacement the expectation is exact. A mean square over 100 mini-batches has a relative standard error of
/// at most about 10 %, and with it the mean of ten seeds' ratios one of 4.5 %.
const OF_RATIO: f64 = 1.2;

/// How far the mean's square may be from 1/100 of that of a single mini-batch: a factor of 2 (ln 2 = 0.69).
///
/// At each seed and size there is only one mean, so its square is a single draw that varies by tens of percent. An
/// error common to all mini-batches that is only a tenth of a single one's deviation would double it.
const OF_MEAN: f64 = 2.0;

/// The noise falls with the square root of the size, between neighbouring sizes, and averages out.
pub fn claims(record: &Record) -> Vec<Claim> {
    let sizes = record.settings.noise_sizes();
    let pairs = sizes.windows(2).map(|pair| falls(record, pair[0], pair[1]));
    pairs.chain([averages_out(record)]).collect()
}

/// The mean square of the deviations falls by as much as the size grows.
fn falls(record: &Record, small: usize, large: usize) -> Claim {
    let times = large as f64 / small as f64;
    let of = |gradients: &[Gradients]| {
        let of_size = |size| gradients.iter().find(|g| g.size == size).map(Gradients::mean_square);
        match (of_size(small), of_size(large)) {
            (Some(small), Some(large)) => (small / large).ln() - times.ln(),
            _ => f64::NAN,
        }
    };
    let sentence = tr!(
        "the squared deviation of a random mini-batch's gradient falls in the same ratio as the number of \
         images grows, from {small} to {large} (ln of how far apart the two ratios are)",
        small,
        large
    );
    claim("O1", sentence)
        .at_our_setting()
        .because(tr!(
            "the gradient of a mini-batch is a mean of independent draws, and the variance of a mean falls as \
             1/size; ln 1.2 allows for the chance in 100 draws"
        ))
        .mind(tr!(
            "The deviation itself falls only as 1/√size: ten times the images at each step make its gradient \
             3.2 times as exact. This is why small mini-batches are cheaper."
        ))
        .lacking(record.missing([NOISE]))
        .within(OF_RATIO.ln(), &record.values(NOISE, |measured| of(measured.noise())))
}

/// The mean of all mini-batches is as close to the exact gradient as chance alone lets it be.
fn averages_out(record: &Record) -> Claim {
    let of = |gradients: &[Gradients]| {
        let shares = gradients.iter().map(|g| {
            let expected = g.mean_square() / MINI_BATCHES as f64;
            g.of_mean * g.of_mean / expected
        });
        mean(&shares.collect::<Vec<_>>()).ln()
    };
    let sentence = tr!(
        "the mean of {count} mini-batches' gradients is √{count} times as close to the exact gradient as a single one \
         (ln of the squared deviation over what chance leaves)",
        count = MINI_BATCHES
    );
    claim("O1", sentence)
        .at_our_setting()
        .because(tr!(
            "0 would mean that only chance is left; ln 2 would be an error common to all mini-batches, a tenth \
             as large as the deviation of a single one"
        ))
        .mind(tr!(
            "The gradient of a mini-batch is inexact, but its error has no preferred direction. Over many small \
             steps the errors cancel for the most part."
        ))
        .lacking(record.missing([NOISE]))
        .within(OF_MEAN.ln(), &record.values(NOISE, |measured| of(measured.noise())))
}
