//! N1 as claims.

use lab::experiment::RecordOf;
use lab::table::percent;
use lab::verdict::{Claim, Open, claim};
use language::tr;
use training::statistics::{mean, standard_deviation};

use super::measured::Measured;
use super::trial::{Arm, BatchNorm, two_digits};

/// A point of accuracy: below it, a difference would not be worth the more expensive step.
const A_POINT: f64 = 0.01;

/// The statement as claims.
pub fn claims(record: &RecordOf<BatchNorm>) -> Vec<Claim> {
    let all = record.settings.scales();
    let epochs = record.settings.epochs;
    let lead = |[with, plain]: &Pair| with.mean(epochs) - plain.mean(epochs);
    let mean_lead = |pairs: &[Pair]| mean(&pairs.iter().map(lead).collect::<Vec<_>>());
    let ahead_at = of_each_seed(record, &all, false, |pairs| {
        pairs.iter().filter(|pair| lead(pair) > 0.0).count() as f64 / pairs.len() as f64
    });
    let spread_less = of_each_seed(record, &all, false, |pairs| {
        let spread = |i: usize| {
            standard_deviation(&pairs.iter().map(|pair: &Pair| pair[i].last()).collect::<Vec<_>>())
        };
        spread(1) - spread(0)
    });
    let one_scale = if all.len() < 2 { tr!("only one scale was run") } else { "" };
    let he = record.settings.scales_around_he();
    let names = he.iter().map(|&scale| two_digits(scale)).collect::<Vec<_>>().join(", ");
    let from_he = |drawn: bool, sentence: String, at: fn(Open) -> Open| {
        at(claim("N1", sentence))
            .because(tr!(
                "if both were equally fast, the difference would be 0 on average. These scales were \
                 fixed by theory: from them a plain ReLU network can be expected to learn"
            ))
            .otherwise(from_he_scales(record, drawn))
            .above(A_POINT, &of_each_seed(record, &he, drawn, mean_lead))
    };
    let on_these = tr!(
        "from He's scale and its neighbours (std {names}), the network with batch normalization learns \
         faster by more than a point on these images, the first of the training set (mean accuracy over \
         the epochs and these scales, with minus without)",
        names
    );
    let on_drawn = tr!(
        "from He's scale and its neighbours (std {names}), the network with batch normalization learns \
         faster by more than a point on images that each seed draws (mean accuracy over the epochs and \
         these scales, with minus without)",
        names
    );
    let at_most_scales = tr!(
        "at most scales, learning is faster with batch normalization on these images (share of the scales)"
    );
    let depends_less = tr!(
        "with batch normalization, the result depends less on the initial weights on these images, by more than a \
         point of accuracy (standard deviation of the final accuracy over the scales, without minus with)"
    );
    vec![
        from_he(false, on_these, |open| open),
        from_he(true, on_drawn, Open::at_our_setting),
        claim("N1", at_most_scales)
            .because(tr!(
                "“most” means more than half; if both were equally fast, it would be half of them on average"
            ))
            .above(0.5, &ahead_at),
        claim("N1", depends_less)
            .because(tr!(
                "if both depended on the scale equally, the difference would be 0 on average; below a \
                 point, the difference would not matter"
            ))
            .lacking(one_scale)
            .above(A_POINT, &spread_less),
    ]
}

/// What was measured at one scale and seed: with batch normalization, and without.
type Pair<'a> = [&'a Measured; 2];

/// One number for each seed, from the pairs at these scales.
fn of_each_seed(
    record: &RecordOf<BatchNorm>,
    scales: &[f64],
    drawn: bool,
    number: impl Fn(&[Pair]) -> f64,
) -> Vec<f64> {
    let of = |scale, batch_norm, seed| {
        record.arm(&Arm { scale, batch_norm, drawn }.to_string()).nth(seed)
    };
    let pairs = |seed: usize| -> Vec<Pair> {
        let pair = |&scale: &f64| Some([of(scale, true, seed)?, of(scale, false, seed)?]);
        scales.iter().filter_map(pair).collect()
    };
    (0..record.provenance.seeds.len()).map(|seed| number(&pairs(seed))).collect()
}

/// Why batch normalization is not ahead at the scales around He's.
fn from_he_scales(record: &RecordOf<BatchNorm>, drawn: bool) -> String {
    let end = |scale, batch_norm| {
        let arm = Arm { scale, batch_norm, drawn };
        percent(mean(&record.values(&arm.to_string(), Measured::last)))
    };
    let ends = record.settings.scales_around_he().into_iter().map(|scale| {
        tr!(
            "std {scale}, {without} without and {with} with it",
            scale = two_digits(scale),
            without = end(scale, false),
            with = end(scale, true)
        )
    });
    tr!(
        "Training accuracy at the end: {ends}. The output of a normalized layer does not depend on the scale \
         of its weights, but a step of size η is small compared with large weights. So at the largest \
         of these scales, where the plain network is at its best, learning is slower with batch \
         normalization. Batch normalization helps at the scales where the plain network hardly learns \
         or does not learn at all.",
        ends = ends.collect::<Vec<_>>().join("; ")
    )
}
