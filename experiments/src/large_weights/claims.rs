//! V5 as claims. What would count against the statement: among networks that fit their training images, a rank
//! correlation of norm and gap that is not positive; and a gap that does not widen when the norm is held at a
//! larger value.

use lab::experiment::RecordOf;
use lab::table::percent;
use lab::verdict::{Claim, Open, claim};
use language::tr;
use training::epochs::{Curves, ordered};
use training::statistics::{mean, rank_correlation};

use super::arm::Arm;
use super::trial::{LargeWeights, Measured};

/// A network with at least this training accuracy fits its training images: of 300, all but 3.
pub(super) const FITS: f64 = 0.99;

/// The fewest networks of one seed that fit and whose ranks are compared.
const FEWEST: usize = 5;

/// A kind of networks with drawn hyperparameters: what is drawn, and the arm of each number.
pub(super) type Kind = (&'static str, fn(usize) -> Arm);

/// The two kinds.
pub(super) fn kinds() -> [Kind; 2] {
    [
        (tr!("initial scale, η and λ drawn"), Arm::Drawn),
        (tr!("from He's initial weights, η and λ drawn"), Arm::DrawnFromHe),
    ]
}

/// The statement as claims.
pub fn claims(record: &RecordOf<LargeWeights>) -> Vec<Claim> {
    let associations = kinds().map(|(kind, arm)| {
        let sentence = tr!(
            "among networks that fit their training images, a larger norm of all weights goes with a wider gap \
             ({kind}; rank correlation)",
            kind
        );
        open(sentence)
            .because(tr!("0 would mean that norm and gap have nothing to do with each other"))
            .mind(tr!(
                "A correlation does not show that one causes the other. The claims with a held norm test that."
            ))
            .otherwise(without_association(record, arm))
            .above(0.0, &correlations(record, arm))
    });
    let Compared { smallest, he, largest } = compared(record);
    let without = [
        tr!(
            "with the norm of all weights held throughout training, the gap is wider at a larger norm than at He's \
             (by how much)"
        ),
        tr!(
            "with the norm of all weights held throughout training, the gap is wider at He's norm than at a smaller \
             one (by how much)"
        ),
    ];
    let interventions = [he.zip(largest), smallest.zip(he)].into_iter().zip(without);
    let interventions = interventions.map(|(pair, without)| match pair {
        Some((from, to)) => widens(record, from, to),
        None => open(without)
            .lacking(tr!(
                "the comparison needs two norms at which the networks fit their training images, and at least \
                 one of them is missing"
            ))
            .above(0.0, &[]),
    });
    associations.into_iter().chain(interventions).collect()
}

/// The norms that are compared, of those at which the networks fit their training images: He's, and the outermost
/// below and above it.
pub(super) struct Compared {
    pub(super) smallest: Option<f64>,
    pub(super) he: Option<f64>,
    pub(super) largest: Option<f64>,
}

pub(super) fn compared(record: &RecordOf<LargeWeights>) -> Compared {
    let fit = norms_that_fit(record);
    Compared {
        smallest: fit.first().copied().filter(|&norm| norm < 1.0),
        he: fit.contains(&1.0).then_some(1.0),
        largest: fit.last().copied().filter(|&norm| norm > 1.0),
    }
}

/// Of the norms that were held, those at which the networks fit their training images, in order.
pub(super) fn norms_that_fit(record: &RecordOf<LargeWeights>) -> Vec<f64> {
    let training = |norm: &f64| {
        let arm = Arm::Held(*norm).to_string();
        mean(&record.values(&arm, |m| m.curves.training_at_end()))
    };
    let held = ordered(record.settings.norms.iter().copied());
    held.into_iter().filter(|norm| training(norm) >= FITS).collect()
}

fn open(sentence: impl Into<String>) -> Open {
    claim("V5", sentence).at_our_setting()
}

/// The claim that the gap is wider with the norm held at `to` than at `from`.
fn widens(record: &RecordOf<LargeWeights>, from: f64, to: f64) -> Claim {
    let arms = [from, to].map(|norm| Arm::Held(norm).to_string());
    let test = |arm: &String| mean(&record.values(arm, |m| m.curves.test_at_end()));
    let [test_from, test_to] = [test(&arms[0]), test(&arms[1])].map(percent);
    let tests = tr!(
        "Test accuracy is {test_from} at {from} and {test_to} at {to} times He's norm.",
        test_from,
        from,
        test_to,
        to
    );
    let smaller = tr!(
        "A smaller norm does not reduce overfitting there: with small weights the signal shrinks from layer to \
         layer."
    );
    let sentence = tr!(
        "with the norm of all weights held throughout training, the gap is wider at {to} than at {from} times \
         He's initial norm (by how much)",
        to,
        from
    );
    open(sentence)
        .because(tr!(
            "0 would mean that the size of the weights makes no difference to overfitting"
        ))
        .mind(tests.clone())
        .otherwise([&tests, smaller].join(" "))
        .above(0.0, &record.differences(&arms[1], &arms[0], |m| m.curves.gap()))
}

/// For each seed, the rank correlation of norm and gap over the networks of one kind that fit; NaN where fewer
/// than five do.
fn correlations(record: &RecordOf<LargeWeights>, arm: fn(usize) -> Arm) -> Vec<f64> {
    let seeds = 0..record.provenance.seeds.len();
    let of_seed = |seed| {
        let fit = fitting(record, arm, seed);
        let of = |number: fn(&Curves) -> f64| fit.iter().map(|m| number(&m.curves)).collect();
        let (norms, gaps): (Vec<f64>, Vec<f64>) = (of(Curves::norm_at_end), of(Curves::gap));
        if fit.len() < FEWEST { f64::NAN } else { rank_correlation(&norms, &gaps) }
    };
    seeds.map(of_seed).collect()
}

/// The networks of one kind and one seed that fit their training images.
fn fitting(record: &RecordOf<LargeWeights>, arm: fn(usize) -> Arm, seed: usize) -> Vec<&Measured> {
    let all =
        (0..record.settings.networks).filter_map(|i| record.arm(&arm(i).to_string()).nth(seed));
    all.filter(|m| m.curves.training_at_end() >= FITS).collect()
}

/// How many networks were compared, and how far they differ, where norm and gap do not go together.
fn without_association(record: &RecordOf<LargeWeights>, arm: fn(usize) -> Arm) -> String {
    let seeds = 0..record.provenance.seeds.len();
    let fit: Vec<&Measured> = seeds.flat_map(|seed| fitting(record, arm, seed)).collect();
    let range = |number: fn(&Curves) -> f64| {
        let values = fit.iter().map(|m| number(&m.curves));
        let low = values.clone().fold(f64::INFINITY, f64::min);
        (low, values.fold(f64::NEG_INFINITY, f64::max))
    };
    let (norms, gaps) = (range(Curves::norm_at_end), range(Curves::gap));
    let (low, high) = (format!("{:.1}", norms.0), format!("{:.1}", norms.1));
    tr!(
        "{networks} networks fit their training images. Their norms range from {low} to {high} and their gaps from \
         {narrow} to {wide}, but a larger norm does not go with a wider gap.",
        networks = fit.len(),
        low,
        high,
        narrow = percent(gaps.0),
        wide = percent(gaps.1)
    )
}
