//! I2 as measurable claims.

use lab::experiment::RecordOf;
use lab::verdict::{Claim, Open, claim};

use super::trial::{ARMS, ZeroInit};

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
    let sentence = format!(
        "from {} weights, every hidden layer still has only one distinct neuron after training (largest \
         number in any layer, at any seed)",
        arm.replace(' ', "-")
    );
    open(record, &sentence)
        .because("identical updates cannot make neurons differ; two distinct neurons would refute the claim")
        .is("1", most as f64, most == 1)
}

/// The control: the same training from weights that differ.
fn random_neurons_differ(record: &RecordOf<ZeroInit>) -> Claim {
    let shares = record.arm("He").flat_map(|m| {
        let layers = m.distinct_after.iter().zip(&record.settings.hidden);
        layers.map(|(&distinct, &width)| distinct as f64 / width as f64)
    });
    let share = shares.fold(f64::INFINITY, f64::min);
    let sentence = "from random weights, all neurons are distinct (smallest fraction in any layer, at any seed)";
    open(record, sentence)
        .because("the control: neurons that start different stay different in the same training")
        .is("1", share, share == 1.0)
}

fn random_weights_do_better(record: &RecordOf<ZeroInit>) -> Claim {
    let gap = record.differences("He", "all equal", |m| m.test_accuracy);
    let sentence =
        "random weights end at a higher test accuracy than all-equal weights (difference)";
    open(record, sentence)
        .because("at 0 the many neurons would be worth no more than one")
        .above(0.0, &gap)
}

/// Opens a claim, which is undecided if a network diverged: its weights are not numbers, so its neurons
/// cannot be compared.
fn open(record: &RecordOf<ZeroInit>, sentence: &str) -> Open {
    let diverged = |arm: &&&str| record.arm(arm).any(|m| m.diverged_at.is_some());
    let missing = ARMS.iter().find(diverged).map_or(String::new(), |arm| format!("{arm} diverged"));
    claim("I2", sentence).at_our_setting().lacking(missing)
}
