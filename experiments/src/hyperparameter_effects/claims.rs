//! H1 as claims: each of the four hyperparameters matters by itself.

use lab::experiment::RecordOf;
use lab::table::number;
use lab::verdict::{Claim, claim};
use language::tr;
use training::statistics::mean;

use super::arm::Hyperparameter;
use super::trial::HyperparameterEffects;

/// The claims, one for each hyperparameter.
pub fn claims(record: &RecordOf<HyperparameterEffects>) -> Vec<Claim> {
    let claim_of = |hyperparameter: Hyperparameter| {
        let compared = Compared::of(record, hyperparameter);
        let values = record.settings.values(hyperparameter);
        let list = values.iter().map(|&value| number(value)).collect::<Vec<_>>().join(", ");
        let one_value = if values.len() < 2 { tr!("only one value was compared") } else { "" };
        let name = name(hyperparameter);
        let [best, worst] = [compared.best, compared.worst].map(number);
        let sentence = tr!(
            "the {name} matters by itself: it changes validation accuracy by more than a point (at the \
             best of the values {list} minus at the worst)",
            name,
            list
        );
        claim("H1", sentence)
            .at_our_setting()
            .because(tr!(
                "the networks that choose the best and the worst value share nothing with those that \
                 compare the two, neither images nor weights nor mini-batches: if the values made no \
                 difference, the mean would be 0. A difference below a point of accuracy would not be \
                 worth the effort of setting it"
            ))
            .otherwise(tr!(
                "At these settings, {best} and {worst} give about the same accuracy. A hyperparameter \
                 matters over some range of values, not by itself.",
                best,
                worst
            ))
            .mind(tr!(
                "The best value was {best}, the worst {worst}. How much a hyperparameter matters depends \
                 on the range of its values and on the other hyperparameters, which stay at their defaults \
                 here. The number of epochs is the same for all, so small mini-batches take more steps.",
                best,
                worst
            ))
            .lacking(one_value)
            .above(0.01, &compared.differences)
    };
    Hyperparameter::ALL.map(claim_of).to_vec()
}

/// The name of a hyperparameter within a sentence.
pub(super) fn name(hyperparameter: Hyperparameter) -> &'static str {
    match hyperparameter {
        Hyperparameter::Units => tr!("number of units"),
        Hyperparameter::BatchSize => tr!("batch size"),
        Hyperparameter::LearningRate => tr!("learning rate"),
        Hyperparameter::WeightDecay => tr!("weight decay"),
    }
}

/// The best and the worst value of a hyperparameter, compared by networks that had no part in the choice.
pub(super) struct Compared {
    /// The value with the highest mean accuracy of the networks that choose.
    pub(super) best: f64,
    /// The value with the lowest.
    pub(super) worst: f64,
    /// For each seed, the accuracy at the best value minus that at the worst, of the networks that judge.
    pub(super) differences: Vec<f64>,
}

impl Compared {
    /// Compares the values of a hyperparameter.
    pub(super) fn of(
        record: &RecordOf<HyperparameterEffects>,
        hyperparameter: Hyperparameter,
    ) -> Self {
        let settings = &record.settings;
        let name = |value: f64| settings.arm(hyperparameter, value).to_string();
        let mut values = settings.values(hyperparameter);
        let choosing = |value: f64| mean(&record.values(&name(value), |m| m.choosing));
        values.sort_by(|&a, &b| choosing(a).total_cmp(&choosing(b)));
        let (worst, best) = (values[0], values[values.len() - 1]);
        let differences = record.differences(&name(best), &name(worst), |m| m.judging);
        Self { best, worst, differences }
    }
}
