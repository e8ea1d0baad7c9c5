//! I2 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, Open, claim};
use language::tr;

use super::figure::shown;
use super::trial::{ARMS, Measured, ZeroInit};

/// I2: neurons that start alike stay alike, and are worth no more than one.
pub fn claims(record: &RecordOf<ZeroInit>) -> Vec<Claim> {
    vec![
        stays_one_neuron(record, "all zero"),
        stays_one_neuron(record, "all equal"),
        random_neurons_differ(record),
        random_weights_do_better(record),
    ]
}

fn stays_one_neuron(record: &RecordOf<ZeroInit>, arm: &str) -> Claim {
    let layers = record.arm(arm).flat_map(|m| m.distinct_after.iter().copied());
    let most = layers.max().unwrap_or(usize::MAX);
    let sentence = match arm {
        "all zero" => tr!(
            "from all-zero weights, every hidden layer still has only one distinct neuron after training \
             (largest number in any layer, at any seed)"
        ),
        _ => tr!(
            "from all-equal weights, every hidden layer still has only one distinct neuron after training \
             (largest number in any layer, at any seed)"
        ),
    };
    open(record, sentence)
        .because(tr!(
            "identical updates cannot make neurons differ; two distinct neurons would refute the claim"
        ))
        .is("1", most as f64, most == 1)
}

/// The control: the same training from weights that differ. That all neurons differ there would be true of
/// any network, so the claim is about the difference from weights that do not.
fn random_neurons_differ(record: &RecordOf<ZeroInit>) -> Claim {
    let differ = |m: &Measured| smallest_share(&record.settings.hidden, &m.distinct_after);
    let more = record.differences("He", "all equal", differ);
    let sentence = tr!(
        "from random weights, more of a layer's neurons are distinct after the same training \
         than from all-equal weights (difference of the fractions, of the layer with the smallest)"
    );
    open(record, sentence)
        .because(tr!(
            "0 would mean no difference, and the difference would be close to 1 if all neurons were distinct \
             instead of only one; above a half, random weights make most of the neurons distinct"
        ))
        .above(0.5, &more)
}

/// The smallest fraction of the neurons of a layer that are distinct.
fn smallest_share(widths: &[usize], distinct: &[usize]) -> f64 {
    let shares = distinct.iter().zip(widths).map(|(&n, &width)| n as f64 / width as f64);
    shares.fold(f64::INFINITY, f64::min)
}

fn random_weights_do_better(record: &RecordOf<ZeroInit>) -> Claim {
    let gap = record.differences("He", "all equal", |m| m.test_accuracy);
    let sentence =
        tr!("random weights end at a higher test accuracy than all-equal weights (difference)");
    open(record, sentence)
        .because(tr!("at 0 the many neurons would be worth no more than one"))
        .above(0.0, &gap)
}

/// Opens a claim, which is undecided if a network diverged: its weights are not numbers, so its neurons
/// cannot be compared.
fn open(record: &RecordOf<ZeroInit>, sentence: &str) -> Open {
    let diverged = |arm: &&&str| record.arm(arm).any(|m| m.diverged_at.is_some());
    let missing = ARMS
        .iter()
        .find(diverged)
        .map_or(String::new(), |arm| tr!("{arm} diverged", arm = shown(arm)));
    claim("I2", sentence).at_our_setting().lacking(missing)
}
